package orion.node.fencing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import orion.node.guard.Cgroup;
import orion.node.security.ProgramWords;

/// Calls agents of the ClusterLabs interface: options as lines of standard input, so that no secret is in a list of
/// processes or in an environment; the result is the exit code. Each call has a control group of its own, where one is
/// to be had, and is killed with all that it started when it has ended or takes too long.
final class FenceAgent {
    private static final List<String> FOLDERS =
            List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/sbin");
    // Waits for the daemon's word, so that nothing runs outside the group. A daemon that dies meanwhile cannot end the
    // agent any more: then `timeout` does.
    private static final String GATE = "read -r go || exit 1; exec timeout -s KILL \"$@\"";
    private static final int SPARE_SECONDS = 5;
    private static final int MOST_OUTPUT = 4_096;
    private static final int MOST_QUOTED = 300;
    private static final long LAST_OUTPUT_MILLIS = 500;

    private final Function<String, Optional<Cgroup>> groups;
    private final String groupPath;
    private final AtomicLong runs = new AtomicLong();

    /// @param groups    makes a control group of this name, or nothing where that cannot be done
    /// @param groupPath below which the calls have their groups
    FenceAgent(Function<String, Optional<Cgroup>> groups, String groupPath) {
        this.groups = groups;
        this.groupPath = groupPath;
    }

    /// The program of an agent, if this host has it.
    static Optional<Path> program(String agent) {
        Stream<Path> places = agent.startsWith("/")
                ? Stream.of(Path.of(agent))
                : FOLDERS.stream().map(folder -> Path.of(folder, agent));
        return places.filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    /// Calls the agent of a device and waits for its end.
    AgentRun run(FenceDevice device, String action, String victim) throws InterruptedException {
        Optional<Path> program = program(device.agent());
        if (program.isEmpty()) {
            return new AgentRun(-1, "its agent " + device.agent() + " is not on this host; install fence-agents", 0);
        }
        long begun = System.nanoTime();
        Optional<Cgroup> group = groups.apply(groupPath + "/" + runs.incrementAndGet());
        try {
            return run(program.get(), device, device.input(action, victim), group, begun);
        } catch (IOException cannot) {
            return new AgentRun(-1, "its agent could not be started: " + cannot.getMessage(), 0);
        } finally {
            group.ifPresent(Cgroup::remove);
        }
    }

    private static AgentRun run(Path program, FenceDevice device, String input, Optional<Cgroup> group, long begun)
            throws IOException, InterruptedException {
        int limit = device.timeoutSeconds();
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", GATE, "orion", Integer.toString(limit + SPARE_SECONDS), program.toString());
        builder.redirectErrorStream(true).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG", "C.UTF-8"));
        Process process = builder.start();
        try {
            if (group.isPresent()) {
                group.get().add(process.pid());
            }
            Output output = Output.of(process.getInputStream());
            tell(process, "go\n" + input);
            if (!process.waitFor(limit, TimeUnit.SECONDS)) {
                return ended(-1, "it timed out after " + limit + " s" + quoted(device, output.soFar()), begun);
            }
            output.awaitEnd(LAST_OUTPUT_MILLIS);
            int exit = process.exitValue();
            String failure = exit == 0 ? "" : "its agent ended with exit code " + exit + quoted(device, output.soFar());
            return ended(exit, failure, begun);
        } finally {
            kill(process, group);
        }
    }

    private static AgentRun ended(int exit, String failure, long begun) {
        return new AgentRun(exit, failure, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static void tell(Process process, String text) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unread) {
            // It ended without reading all of it; its exit code tells the rest.
            return;
        }
    }

    private static String quoted(FenceDevice device, String output) {
        String line = device.withoutSecrets(output).replaceAll("\\s+", " ").strip();
        String end = line.length() > MOST_QUOTED ? line.substring(line.length() - MOST_QUOTED) : line;
        return end.isEmpty() ? "" : ProgramWords.saying(end);
    }

    private static void kill(Process process, Optional<Cgroup> group) throws InterruptedException {
        try {
            if (group.isPresent()) {
                group.get().kill();
            }
        } catch (IOException gone) {
            // Nothing lives in a group that is not there.
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(SPARE_SECONDS, TimeUnit.SECONDS);
    }

    /// What an agent has said so far; a child of it that keeps the pipe open holds nobody up.
    private static final class Output {
        private final StringBuilder text = new StringBuilder();
        private final Thread reader;

        private Output(InputStream from) {
            reader = Thread.ofVirtual().unstarted(() -> read(from));
        }

        static Output of(InputStream from) {
            Output output = new Output(from);
            output.reader.start();
            return output;
        }

        private void read(InputStream from) {
            byte[] bytes = new byte[MOST_OUTPUT];
            try (from) {
                for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
                    add(new String(bytes, 0, read, StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                // It was killed; what it said is all there is.
                return;
            }
        }

        private synchronized void add(String more) {
            text.append(more);
            text.delete(0, Math.max(0, text.length() - MOST_OUTPUT));
        }

        synchronized String soFar() {
            return text.toString();
        }

        void awaitEnd(long millis) throws InterruptedException {
            reader.join(millis);
        }
    }
}
