package orion.node.part;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the host's own short-lived tools (`ip`, `mount`, ...) inside a fence and with a time-out: a dead disk then
/// holds up a child process and never the daemon.
///
/// @param enclosure where they run
/// @param prefix words put before each command, for a part that lives in another network namespace; mostly empty
record Tools(Enclosure enclosure, List<String> prefix) {
    private static final int LONGEST_OUTPUT = 1 << 20;
    // The output of a tool that has ended is complete; only a child of its own that kept the pipe could delay it.
    private static final long OUTPUT_GRACE_MILLIS = 200;

    Tools {
        prefix = List.copyOf(prefix);
    }

    /// How a tool ended.
    ///
    /// @param exit its exit status, 128 + signal when it was killed
    /// @param output what it wrote to both outputs
    record Result(int exit, String output) {
        boolean ok() {
            return exit == 0;
        }
    }

    /// Runs a tool to its end, whatever its exit.
    ///
    /// @throws PartFailure when it could not be started or did not end in time; then it has been killed
    Result run(Deadline deadline, String... command) throws PartFailure, InterruptedException {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(command));
        Process process = enclosure.start(words, Map.of("LC_ALL", "C"), ProcessBuilder.Redirect.PIPE);
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofVirtual().name("output of " + command[0]).start(() -> output.complete(read(process)));
        if (!Enclosure.awaitEnd(process, deadline)) {
            process.destroyForcibly();
            throw PartFailure.tooSlow(
                    "%s timed out after %s".formatted(String.join(" ", command), deadline.allowedText()),
                    soFar(output));
        }
        return new Result(process.exitValue(), soFar(output));
    }

    /// Runs a tool that must succeed.
    ///
    /// @param purpose the beginning of the sentence when it does not, "address X could not be added"
    Result require(String purpose, Deadline deadline, String... command) throws PartFailure, InterruptedException {
        Result result = run(deadline, command);
        if (!result.ok()) {
            String said = result.output().isEmpty()
                    ? ""
                    : ": " + result.output().lines().findFirst().orElse("");
            throw new PartFailure(
                    "%s: %s ended with exit %d%s".formatted(purpose, command[0], result.exit(), said), result.output());
        }
        return result;
    }

    private static String soFar(CompletableFuture<String> output) throws InterruptedException {
        try {
            return output.get(OUTPUT_GRACE_MILLIS, TimeUnit.MILLISECONDS).strip();
        } catch (ExecutionException | TimeoutException stillOpen) {
            return "";
        }
    }

    private static String read(Process process) {
        try (InputStream stream = process.getInputStream()) {
            return new String(stream.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }
}
