package orion.supervisor.monitor;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Has a program look: 0 is useful, 1 is there and useless, anything else absent.
record ScriptProbe(String command, Duration limit) implements Probe {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    ScriptProbe(String command) {
        this(command, LIMIT);
    }

    @Override
    public String target() {
        return "script:" + command;
    }

    @Override
    public Verdict look() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command.strip().split(" +", -1)))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return verdict(process);
            } finally {
                // Also of a poll that is broken off; and what hangs is more often what a script has started than
                // itself.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException unusable) {
            return Verdict.unclear(command + " cannot be run: " + unusable.getMessage());
        }
    }

    private Verdict verdict(Process process) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return Verdict.useless(command + " did not end within " + limit.toSeconds() + " s");
        }
        return switch (process.exitValue()) {
            case 0 -> Verdict.useful(command + " is content");
            case 1 -> Verdict.useless(command + " ended with 1");
            default -> Verdict.absent(command + " ended with " + process.exitValue());
        };
    }
}
