package orion.node.part;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orion.node.guard.HeldRecords;

/// Scripts of the administrator, or an agent. What a successful load leaves running belongs to the resource; of a
/// program that failed or took too long no process survives. What else a load did, a mount or an address, only the
/// unload can take back: from the start of the one to the good end of the other the part counts as held.
final class ScriptPart implements Part {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_DESCRIBED = 8;
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final Programs programs;
    private final PartContext context;
    private final Enclosure loaded;
    private final Enclosure unloading;
    private final Enclosure monitoring;
    // Never forbidden: the unload script must run even when everything else is being killed.
    private final Enclosure cleaning;
    private final ReentrantLock abandoning = new ReentrantLock();
    private volatile Optional<HeldRecords.Held> held = Optional.empty();

    ScriptPart(Programs programs, PartContext context) {
        this.programs = programs;
        this.context = context;
        this.loaded = context.enclosure("load");
        this.unloading = context.enclosure("unload");
        this.monitoring = context.enclosure("monitor");
        this.cleaning = context.cleaningEnclosure();
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        ProgramRun load = programs.load(deadline);
        load.requireProgram();
        // An earlier load that could not be taken back stays on record.
        boolean first = held.isEmpty();
        if (first) {
            probe(deadline);
            held = Optional.of(hold(load));
        }
        try {
            run(load, loaded, deadline);
        } catch (PartFailure failed) {
            if (first && failed.refused()) {
                giveBack();
            }
            throw failed;
        }
        loaded.release();
        return load.title() + " succeeded";
    }

    private void probe(Deadline deadline) throws PartFailure, InterruptedException {
        for (ProgramRun probe : programs.probes(deadline)) {
            run(probe, monitoring, deadline);
        }
    }

    private HeldRecords.Held hold(ProgramRun load) throws PartFailure {
        try {
            return programs.hold();
        } catch (IOException failed) {
            throw new PartFailure(
                    "%s was not run: it could not be put on record: %s".formatted(load.title(), failed.getMessage()));
        }
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        if (held.isEmpty()) {
            return programs.load(deadline).title() + " has not been run";
        }
        ProgramRun unload = programs.unload(deadline);
        run(unload, unloading, deadline);
        // The program has done what it knows; what it forgot gets a moment to end by itself.
        loaded.awaitEmpty(deadline.atMost(GOODBYE));
        boolean restGone = loaded.killAll(Deadline.in(KILL_LIMIT));
        boolean programGone = unloading.killAll(Deadline.in(KILL_LIMIT));
        if (!restGone || !programGone) {
            throw new PartFailure("after %s processes could not be killed: %s"
                    .formatted(
                            unload.title(),
                            loaded.living().stream().map(ProcessTable::describe).toList()));
        }
        giveBack();
        return unload.title() + " succeeded";
    }

    private void giveBack() throws PartFailure {
        Optional<HeldRecords.Held> present = held;
        try {
            if (present.isPresent()) {
                present.get().release();
            }
        } catch (IOException kept) {
            throw new PartFailure(
                    "the record of %s could not be deleted: %s".formatted(programs.label(), kept.getMessage()));
        }
        held = Optional.empty();
    }

    @Override
    public String check(Deadline deadline) throws PartFailure, InterruptedException {
        Optional<ProgramRun> monitor = programs.monitor(deadline);
        if (monitor.isEmpty()) {
            return "no monitor script is defined";
        }
        try {
            run(monitor.get(), monitoring, deadline);
        } finally {
            monitoring.killAll(Deadline.in(KILL_LIMIT));
        }
        return monitor.get().title() + " succeeded";
    }

    private void run(ProgramRun program, Enclosure enclosure, Deadline deadline)
            throws PartFailure, InterruptedException {
        program.requireProgram();
        OutputLog log = context.log(program.action());
        Process process = enclosure.start(program.command(), program.environment(), log.beginRun());
        boolean ended = Enclosure.awaitEnd(process, deadline);
        Optional<String> fault = ended
                ? program.verdict().of(process.exitValue(), log.tail())
                : Optional.of("timed out after " + deadline.allowedText());
        if (fault.isEmpty()) {
            return;
        }
        String activity = ended ? "" : activity(enclosure);
        boolean killed = enclosure.killAll(Deadline.in(KILL_LIMIT));
        String rest = killed ? "" : ", and some of its processes could not be killed";
        String sentence = program.title() + " " + fault.get() + rest;
        throw ended
                ? new PartFailure(sentence, log.tail() + activity)
                : PartFailure.tooSlow(sentence, log.tail() + activity);
    }

    /// Slow and broken look alike afterwards; what the processes were doing, and how busy the host was, tells them
    /// apart.
    private static String activity(Enclosure enclosure) {
        Stream<String> doing = enclosure.living().stream().limit(MOST_DESCRIBED).map(ProcessTable::describeActivity);
        return Stream.concat(doing, Pressure.ofHost().stream())
                .map(line -> "\n" + line)
                .collect(Collectors.joining());
    }

    @Override
    public List<Enclosure> enclosures() {
        return List.of(loaded, unloading, monitoring);
    }

    @Override
    public boolean abandon(Deadline deadline) throws InterruptedException {
        // A failed load and a kill may want this at the same time; the later finds it done, or tries again.
        if (!abandoning.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            if (held.isEmpty()) {
                return true;
            }
            run(programs.unload(deadline), cleaning, deadline);
            if (!cleaning.killAll(Deadline.in(KILL_LIMIT))) {
                return false;
            }
            giveBack();
            return true;
        } catch (PartFailure failed) {
            return false;
        } finally {
            abandoning.unlock();
        }
    }

    @Override
    public String label() {
        return programs.label();
    }
}
