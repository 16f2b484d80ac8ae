package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentFailure.Reason;

/// A host whose accounts come from a directory, which may be silent.
final class HostAccountsTest {
    private static final HostAccounts.Wanted ALWAYS = () -> {};

    @TempDir
    private Path folder;

    private Path silent() throws Exception {
        Path program = Files.writeString(folder.resolve("id"), "#!/bin/sh\nexec sleep 20\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whatAnAccountHasIsTold() throws Exception {
        assertThat(HostAccounts.USUAL.number("root")).contains("0");
        assertThat(HostAccounts.USUAL.number("nobody-has-this-name")).isEmpty();
        assertThat(HostAccounts.USUAL.primaryGroup("root", ALWAYS)).contains("0");
        assertThat(HostAccounts.USUAL.primaryGroup("nobody-has-this-name", ALWAYS))
                .isEmpty();
    }

    @Test
    void aSilentDirectoryIsNotWaitedForLong() throws Exception {
        HostAccounts silent = new HostAccounts(silent().toString(), Duration.ofMillis(100));

        assertThatThrownBy(() -> silent.primaryGroup("mail", ALWAYS))
                .isInstanceOfSatisfying(
                        AgentFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                .hasMessageContaining("could not tell within 0 s whether there is an account 'mail'; try: ");
    }

    @Test
    void whoeverStopsTheAgentDoesNotWaitForIt() throws Exception {
        HostAccounts silent = new HostAccounts(silent().toString(), Duration.ofHours(1));
        AtomicInteger looks = new AtomicInteger();

        assertThatThrownBy(() -> silent.primaryGroup("mail", () -> {
                    if (looks.incrementAndGet() > 2) {
                        throw new AgentFailure(Reason.REFUSED, "somebody stops it");
                    }
                }))
                .hasMessage("somebody stops it");
    }
}
