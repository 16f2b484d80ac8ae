package orion.node.part;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import orion.node.guard.HeldRecords.Held;

/// The programs that bring a part up, look after it and take it down.
sealed interface Programs permits ScriptPrograms, OcfPrograms {
    /// The definition's label, for messages.
    String label();

    /// What must go well before anything is begun; it changes nothing that would have to be taken back.
    List<ProgramRun> probes(Deadline deadline);

    ProgramRun load(Deadline deadline);

    ProgramRun unload(Deadline deadline);

    Optional<ProgramRun> monitor(Deadline deadline);

    /// Puts on record, for the guard, how to take back what the load may do.
    Held hold() throws IOException;
}
