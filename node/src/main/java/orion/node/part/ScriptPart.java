package orion.node.part;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orion.core.configuration.PartDefinition;

/// Scripts of the administrator. What a successful load script leaves running belongs to the resource; of a script that
/// failed or took too long nothing survives.
final class ScriptPart implements Part {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_DESCRIBED = 8;
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final PartDefinition.Script definition;
    private final PartContext context;
    private final Enclosure loaded;
    private final Enclosure unloading;
    private final Enclosure monitoring;

    ScriptPart(PartDefinition.Script definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.loaded = context.enclosure("load");
        this.unloading = context.enclosure("unload");
        this.monitoring = context.enclosure("monitor");
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        run("load", definition.load(), loaded, deadline);
        loaded.release();
        return "load script %s succeeded".formatted(definition.load());
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
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
        return "unload script %s succeeded".formatted(definition.unload());
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
        Path path = Path.of(script);
        if (!Files.exists(path)) {
            throw new PartFailure("%s script %s does not exist on this host; put it there".formatted(action, script));
        }
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            throw new PartFailure("%s script %s is not executable; run: chmod +x %s".formatted(action, script, script));
        }
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
    public boolean abandon(Deadline deadline) {
        // Processes were all there was, as far as the node can know what a script has done.
        return true;
    }

    @Override
    public String label() {
        return definition.label();
    }
}
