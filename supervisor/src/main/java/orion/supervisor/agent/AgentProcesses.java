package orion.supervisor.agent;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import orion.supervisor.agent.AgentControl.Stop;

/// What lives of one agent on this host, and what can be done to it; whether it should be is not asked here.
interface AgentProcesses {
    /// All its living processes.
    List<Long> all() throws AgentFailure;

    /// The main process: the one on record, as long as it lives; where none is, the oldest.
    Optional<Long> main(Optional<ProcessIdentity> recorded) throws AgentFailure;

    /// Kills what is left of a former life.
    void removeLeftovers() throws AgentFailure, InterruptedException;

    /// Why its program cannot be run on this host, found without running anything; nothing where it can.
    Optional<AgentFailure> missing();

    /// Refuses what cannot work, before anything is changed.
    ///
    /// @param unwanted asked meanwhile: whether somebody waits to stop it
    void check(BooleanSupplier unwanted) throws AgentFailure, InterruptedException;

    /// Starts it as a daemon and waits until it is useful; where that fails, nothing of it is left.
    ///
    /// @param unwanted asked meanwhile: whether somebody waits to stop it
    /// @return its main process, where that is known
    Optional<ProcessIdentity> launch(BooleanSupplier unwanted) throws AgentFailure, InterruptedException;

    /// Starts it in the foreground, with its own console.
    Process show() throws AgentFailure, InterruptedException;

    /// Asks it to end, waits as long as its definition says, then kills all that is left.
    Stop end(Optional<Long> main) throws AgentFailure, InterruptedException;

    /// Waits until it does not live any more.
    void awaitDeath(Optional<ProcessIdentity> recorded) throws IOException;

    /// Clears away what kept its processes together.
    void forget();
}
