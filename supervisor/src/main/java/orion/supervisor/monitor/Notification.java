package orion.supervisor.monitor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells a program what a person should know; it may send mail, a trap, or whatever it likes.
///
/// @param program gets the agent, its condition and a sentence as its arguments
record Notification(Path program, Output.Tell tell, Consumer<String> journal) {
    private static final long LIMIT_SECONDS = 60;

    void send(ExecutorService threads) {
        threads.execute(this::run);
    }

    private void run() {
        try {
            Process process = new ProcessBuilder(
                            program.toString(), tell.agent(), tell.condition().word(), tell.sentence())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                journal.accept(program + " did not end within " + LIMIT_SECONDS + " s and was killed");
            } else if (process.exitValue() != 0) {
                journal.accept(program + " ended with " + process.exitValue() + "; nobody may have been told");
            }
        } catch (IOException unusable) {
            journal.accept(program + " cannot be run: " + unusable.getMessage() + "; correct notify =");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
