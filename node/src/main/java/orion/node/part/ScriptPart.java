package orion.node.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import orion.core.configuration.PartDefinition;
import orion.node.guard.HeldRecords;

/// Scripts of the administrator. What a successful load script leaves running belongs to the resource; of a script that
/// failed or took too long no process survives. What else a load script did, a mount or an address, only the unload
/// script can take back: from the start of the one to the good end of the other the part counts as held.
final class ScriptPart implements Part {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_DESCRIBED = 8;
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final PartDefinition.Script definition;
    private final PartContext context;
    private final Enclosure loaded;
    private final Enclosure unloading;
    private final Enclosure monitoring;
    // Never forbidden: the unload script must run even when everything else is being killed.
    private final Enclosure cleaning;
    private final ReentrantLock abandoning = new ReentrantLock();
    private volatile Optional<HeldRecords.Held> held = Optional.empty();

    ScriptPart(PartDefinition.Script definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.loaded = context.enclosure("load");
        this.unloading = context.enclosure("unload");
        this.monitoring = context.enclosure("monitor");
        this.cleaning = context.cleaningEnclosure();
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        checkScript("load", definition.load());
        // An earlier load that could not be taken back stays on record.
        boolean first = held.isEmpty();
        try {
            if (first) {
                held = Optional.of(context.records().holdScript(context.resource(), definition.unload()));
            }
        } catch (IOException failed) {
            throw new PartFailure("load script %s was not run: it could not be put on record: %s"
                    .formatted(definition.load(), failed.getMessage()));
        }
        try {
            run("load", definition.load(), loaded, deadline);
        } catch (PartFailure failed) {
            if (first && failed.refused()) {
                giveBack();
            }
            throw failed;
        }
        loaded.release();
        return "load script %s succeeded".formatted(definition.load());
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        if (held.isEmpty()) {
            return "load script %s has not been run".formatted(definition.load());
        }
        run("unload", definition.unload(), unloading, deadline);
        // The script has done what it knows; what it forgot gets a moment to end by itself.
        loaded.awaitEmpty(deadline.atMost(GOODBYE));
        boolean restGone = loaded.killAll(Deadline.in(KILL_LIMIT));
        boolean scriptGone = unloading.killAll(Deadline.in(KILL_LIMIT));
        if (!restGone || !scriptGone) {
            throw new PartFailure("after unload script %s processes could not be killed: %s"
                    .formatted(
                            definition.unload(),
                            loaded.living().stream().map(ProcessTable::describe).toList()));
        }
        giveBack();
        return "unload script %s succeeded".formatted(definition.unload());
    }

    private void giveBack() throws PartFailure {
        Optional<HeldRecords.Held> present = held;
        try {
            if (present.isPresent()) {
                present.get().release();
            }
        } catch (IOException kept) {
            throw new PartFailure(
                    "the record of %s could not be deleted: %s".formatted(definition.label(), kept.getMessage()));
        }
        held = Optional.empty();
    }

    @Override
    public String check(Deadline deadline) throws PartFailure, InterruptedException {
        if (definition.monitor().isEmpty()) {
            return "no monitor script is defined";
        }
        String monitor = definition.monitor().get();
        try {
            run("monitor", monitor, monitoring, deadline);
        } finally {
            monitoring.killAll(Deadline.in(KILL_LIMIT));
        }
        return "monitor script %s succeeded".formatted(monitor);
    }

    private void run(String action, String script, Enclosure enclosure, Deadline deadline)
            throws PartFailure, InterruptedException {
        checkScript(action, script);
        OutputLog log = context.log(action);
        Process process = enclosure.start(List.of(script), environment(), log.beginRun());
        boolean ended = Enclosure.awaitEnd(process, deadline);
        if (ended && process.exitValue() == 0) {
            return;
        }
        String how = ended ? "failed " + ExitText.of(process.exitValue()) : "timed out after " + deadline.allowedText();
        // Slow and broken look alike afterwards; what the processes were doing tells them apart.
        String activity = ended
                ? ""
                : enclosure.living().stream()
                        .limit(MOST_DESCRIBED)
                        .map(pid -> "\n" + ProcessTable.describeActivity(pid))
                        .collect(Collectors.joining());
        boolean killed = enclosure.killAll(Deadline.in(KILL_LIMIT));
        String rest = killed ? "" : ", and some of its processes could not be killed";
        throw new PartFailure("%s script %s %s%s".formatted(action, script, how, rest), log.tail() + activity);
    }

    private static void checkScript(String action, String script) throws PartFailure {
        Path path = Path.of(script);
        if (!Files.exists(path)) {
            throw new PartFailure("%s script %s does not exist on this host; put it there".formatted(action, script));
        }
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            throw new PartFailure("%s script %s is not executable; run: chmod +x %s".formatted(action, script, script));
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "ORION_RESOURCE",
                context.resource(),
                "ORION_NODE",
                context.run().node());
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
            run("unload", definition.unload(), cleaning, deadline);
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
        return definition.label();
    }
}
