package orion.supervisor.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orion.supervisor.agent.AgentFailure.Reason;

/// Finds the primary group of an account. The accounts of a host may come from a directory that does not answer.
///
/// @param program what is asked, with the account behind it
/// @param limit   after this it is killed
record PrimaryGroup(List<String> program, Duration limit) {
    static final PrimaryGroup USUAL = new PrimaryGroup(List.of("id", "-g", "--"), Duration.ofSeconds(5));

    private static final Duration PAUSE = Duration.ofMillis(25);

    /// Fails where nobody wants the answer any more.
    interface Wanted {
        void check() throws AgentFailure;
    }

    /// Nothing where there is no such account.
    Optional<String> of(String user, Wanted wanted) throws AgentFailure, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.add(user);
        try {
            Process asked =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                long end = System.nanoTime() + limit.toNanos();
                while (!asked.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    wanted.check();
                    if (System.nanoTime() - end >= 0) {
                        throw silent(user);
                    }
                }
                String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return asked.exitValue() == 0 ? Optional.of(answer.strip()) : Optional.empty();
            } finally {
                asked.destroyForcibly();
            }
        } catch (IOException unusable) {
            throw new AgentFailure(
                    Reason.NOT_CONFIGURED,
                    "the program '" + program.getFirst() + "' cannot be run: " + unusable.getMessage());
        }
    }

    private AgentFailure silent(String user) {
        return new AgentFailure(
                Reason.FAILED,
                "this host could not tell within %d s whether there is an account '%s'; try: %s %s"
                        .formatted(limit.toSeconds(), user, String.join(" ", program), user));
    }
}
