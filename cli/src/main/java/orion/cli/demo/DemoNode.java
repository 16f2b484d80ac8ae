package orion.cli.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orion.cli.CommandFailure;
import orion.cli.ControlClient;
import orion.core.configuration.Endpoint;

/// One node of the demonstration: a directory, an address, and the process of its daemon.
final class DemoNode {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TAIL_BYTES = 2_000;

    private final String name;
    private final Endpoint endpoint;
    private final Path directory;
    private final JavaProgram program;
    private Optional<Process> process = Optional.empty();

    DemoNode(String name, Endpoint endpoint, Path directory, JavaProgram program) {
        this.name = name;
        this.endpoint = endpoint;
        this.directory = directory;
        this.program = program;
    }

    String name() {
        return name;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Path directory() {
        return directory;
    }

    /// Asks its daemon; with little patience, for a demonstration is watched.
    ControlClient client() {
        return ControlClient.of(directory, ControlClient.SOCKET, PATIENCE);
    }

    /// Starts the daemon in a session of its own, so that Ctrl-C reaches the demonstration alone, with a pipe
    /// as its input that ends when the demonstration does.
    synchronized void start() throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(program.node(directory));
        process = Optional.of(new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output().toFile()))
                .start());
    }

    private Path output() {
        return directory.resolve("daemon.out");
    }

    synchronized boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /// The daemon's process; 0 before the first start.
    synchronized long pid() {
        return process.map(Process::pid).orElse(0L);
    }

    /// How the daemon ended; empty while it runs.
    synchronized Optional<Integer> exit() {
        return process.filter(ended -> !ended.isAlive()).map(Process::exitValue);
    }

    /// Tells the daemon to end in order.
    synchronized void terminate() {
        process.ifPresent(Process::destroy);
    }

    /// Waits for the daemon's end and kills it when that takes too long.
    void awaitEnd(Duration limit) throws InterruptedException {
        if (!endsWithin(limit)) {
            synchronized (this) {
                process.ifPresent(Process::destroyForcibly);
            }
            endsWithin(limit);
        }
    }

    /// Waits for the daemon's end.
    ///
    /// @return whether it runs no more
    boolean endsWithin(Duration limit) throws InterruptedException {
        Optional<Process> running;
        synchronized (this) {
            running = process;
        }
        return running.isEmpty() || running.get().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits until the daemon is a member of the cluster.
    void awaitMember(Duration limit) throws CommandFailure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String last = "it did not answer";
        while (System.nanoTime() < end) {
            if (!isAlive()) {
                throw new CommandFailure("the daemon of %s ended at once; it said: %s".formatted(name, tail()));
            }
            try {
                var reply = client().ask("status", List.of());
                if (reply.status().isPresent() && reply.status().get().member()) {
                    return;
                }
                last = reply.status().map(status -> status.standing()).orElse(reply.text());
            } catch (CommandFailure silent) {
                last = String.valueOf(silent.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new CommandFailure("%s did not become a member within %d s (%s); its output is in %s"
                .formatted(name, limit.toSeconds(), last, output()));
    }

    private String tail() {
        try (RandomAccessFile file = new RandomAccessFile(output().toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException unreadable) {
            return "nothing that can be read";
        }
    }
}
