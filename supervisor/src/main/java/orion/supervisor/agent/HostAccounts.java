package orion.supervisor.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orion.supervisor.agent.AgentFailure.Reason;

/// The accounts of this host, which may come from a directory that does not answer.
///
/// @param program what is asked
/// @param limit   after this it is killed
public record HostAccounts(String program, Duration limit) {
    public static final HostAccounts USUAL = new HostAccounts("id", Duration.ofSeconds(5));

    private static final Duration PAUSE = Duration.ofMillis(25);

    /// Fails where nobody wants the answer any more.
    interface Wanted {
        void check() throws AgentFailure;
    }

    /// The number of an account; nothing where there is none of this name.
    public Optional<String> number(String user) throws AgentFailure, InterruptedException {
        return ask(List.of(program, "-u", "--", user), () -> {});
    }

    /// The group of an account; nothing where there is none of this name.
    Optional<String> primaryGroup(String user, Wanted wanted) throws AgentFailure, InterruptedException {
        return ask(List.of(program, "-g", "--", user), wanted);
    }

    private Optional<String> ask(List<String> command, Wanted wanted) throws AgentFailure, InterruptedException {
        try {
            Process asked =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                long end = System.nanoTime() + limit.toNanos();
                while (!asked.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.check();
                    if (System.nanoTime() - end >= 0) {
                        throw silent(command);
                    }
                }
                String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return asked.exitValue() == 0 ? Optional.of(answer.strip()) : Optional.empty();
            } finally {
                asked.destroyForcibly();
            }
        } catch (IOException unusable) {
            throw new AgentFailure(
                    Reason.NOT_CONFIGURED, "the program '" + program + "' cannot be run: " + unusable.getMessage());
        }
    }

    private AgentFailure silent(List<String> command) {
        return new AgentFailure(
                Reason.FAILED,
                "this host could not tell within %d s whether there is an account '%s'; try: %s"
                        .formatted(limit.toSeconds(), command.getLast(), String.join(" ", command)));
    }
}
