package orion.supervisor.monitor;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One run of a program of this host that tells somebody something. Nothing of it is left afterwards.
///
/// @param limit after this it is killed
record BoundedRun(Path program, Duration limit) {
    /// Runs it with these words and this input, which is shorter than what a pipe holds: nobody waits for a program
    /// that does not read.
    ///
    /// @throws IOException where it did not end well
    void run(List<String> words, String input) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (input.isEmpty()) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
        Process process = builder.start();
        try {
            Optional<IOException> unread = input.isEmpty() ? Optional.empty() : give(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " did not end within " + limit.toSeconds() + " s and was killed");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " ended with " + process.exitValue());
            }
            if (unread.isPresent()) {
                throw new IOException(program + " did not read what it was to tell", unread.get());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Gives it the input. Why it ended before it has read that, its exit status tells better.
    private static Optional<IOException> give(Process process, String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
            return Optional.empty();
        } catch (IOException broken) {
            return Optional.of(broken);
        }
    }
}
