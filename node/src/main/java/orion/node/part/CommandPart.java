package orion.node.part;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orion.core.configuration.PartDefinition;

/// A program of the resource, started and watched by the daemon. The process itself is the evidence, no PID file is:
/// its exit is noticed at once, and its control group tells what it has left behind.
final class CommandPart implements Part {
    // Long enough for a program to find out that it cannot work, short enough not to be felt in a failover.
    private static final long SETTLE_MILLIS = 150;
    private static final long PROBE_PAUSE_MILLIS = 25;
    private static final int PROBE_LIMIT_MILLIS = 1_000;
    private static final long LOG_CARE_SECONDS = 10;
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final PartDefinition.Command definition;
    private final PartContext context;
    private final Enclosure enclosure;
    private final Enclosure stopper;
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean stopping;

    CommandPart(PartDefinition.Command definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.enclosure = context.enclosure("service");
        this.stopper = context.enclosure("stop");
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        checkProgram(definition.command().getFirst());
        OutputLog log = context.log("service");
        stopping = false;
        Process started = enclosure.start(definition.command(), environment(), log.beginRun());
        process = Optional.of(started);
        if (definition.readyWhen().isPresent()) {
            awaitReady(started, definition.readyWhen().get(), deadline, log);
        } else if (Enclosure.awaitEnd(started, deadline.atMost(Duration.ofMillis(SETTLE_MILLIS)))) {
            throw endedTooSoon(started, log);
        }
        Thread.ofVirtual().name("watch " + context.resource()).start(() -> watch(started, log));
        return "started %s as process %d".formatted(definition.command().getFirst(), started.pid());
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(definition.environment());
        environment.put("ORION_RESOURCE", context.resource());
        environment.put("ORION_NODE", context.run().node());
        return environment;
    }

    private static void checkProgram(String program) throws PartFailure {
        if (program.indexOf('/') < 0) {
            // Looked up on the path by the shell that starts it; a missing one ends with exit 127.
            return;
        }
        Path path = Path.of("/").resolve(program);
        if (!Files.exists(path)) {
            throw new PartFailure(
                    "program %s does not exist on this host; install it or correct the definition".formatted(program));
        }
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            throw new PartFailure("program %s is not executable; run: chmod +x %s".formatted(program, program));
        }
    }

    private void awaitReady(Process started, String probe, Deadline deadline, OutputLog log)
            throws PartFailure, InterruptedException {
        while (!answers(probe)) {
            if (Enclosure.awaitEnd(started, deadline.atMost(Duration.ofMillis(PROBE_PAUSE_MILLIS)))) {
                throw endedTooSoon(started, log);
            }
            if (deadline.hasPassed()) {
                throw new PartFailure(
                        "%s timed out after %s: nothing answered at %s"
                                .formatted(definition.label(), deadline.allowedText(), probe),
                        log.tail());
            }
        }
        if (!started.isAlive()) {
            // Somebody else answers at that port.
            throw endedTooSoon(started, log);
        }
    }

    private PartFailure endedTooSoon(Process started, OutputLog log) {
        int exit = started.exitValue();
        String hint = switch (exit) {
            case 0 -> "; the program must stay in the foreground";
            case 127 -> "; was the program found?";
            default -> "";
        };
        return new PartFailure(
                "%s ended at once %s%s".formatted(definition.label(), ExitText.of(exit), hint), log.tail());
    }

    private static boolean answers(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon).replace("[", "").replace("]", "");
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host, Integer.parseInt(hostAndPort.substring(colon + 1))),
                    PROBE_LIMIT_MILLIS);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }

    private void watch(Process started, OutputLog log) {
        try {
            while (!started.waitFor(LOG_CARE_SECONDS, TimeUnit.SECONDS)) {
                log.trim();
            }
            if (!stopping) {
                context.ended()
                        .accept("%s, process %d, ended by itself %s"
                                .formatted(definition.label(), started.pid(), ExitText.of(started.exitValue())));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        stopping = true;
        Deadline polite = deadline.atMost(Duration.ofSeconds(definition.stopTimeoutSeconds()));
        Optional<Process> running = process.filter(Process::isAlive);
        String manner = "ended";
        if (running.isPresent()) {
            askToStop(running.get(), polite);
            if (!Enclosure.awaitEnd(running.get(), polite)) {
                manner = "did not end within %s and was killed".formatted(polite.allowedText());
            }
        }
        if (!enclosure.killAll(Deadline.in(KILL_LIMIT)) || !stopper.killAll(Deadline.in(KILL_LIMIT))) {
            throw new PartFailure("%s could not be killed: process %s still lives"
                    .formatted(
                            definition.label(),
                            enclosure.living().stream()
                                    .map(ProcessTable::describe)
                                    .toList()));
        }
        return definition.label() + " " + manner;
    }

    private void askToStop(Process running, Deadline polite) throws PartFailure, InterruptedException {
        if (definition.stopCommand().isEmpty()) {
            running.destroy();
            return;
        }
        Process stop = stopper.start(
                definition.stopCommand(), environment(), context.log("stop").beginRun());
        if (!Enclosure.awaitEnd(stop, polite) || stop.exitValue() != 0) {
            // The stop command did not do its work; the signal is the next best way to ask.
            running.destroy();
        }
    }

    @Override
    public String check(Deadline deadline) throws PartFailure {
        Process running = process.filter(Process::isAlive)
                .orElseThrow(() -> new PartFailure("%s is not running".formatted(definition.label())));
        if (definition.readyWhen().isPresent()
                && !answers(definition.readyWhen().get())) {
            throw new PartFailure("%s runs as process %d but does not answer at %s"
                    .formatted(
                            definition.label(),
                            running.pid(),
                            definition.readyWhen().get()));
        }
        return "%s runs as process %d".formatted(definition.label(), running.pid());
    }

    @Override
    public List<Enclosure> enclosures() {
        return List.of(enclosure, stopper);
    }

    @Override
    public boolean abandon(Deadline deadline) {
        // Processes were all there was.
        stopping = true;
        return true;
    }

    @Override
    public String label() {
        return definition.label();
    }
}
