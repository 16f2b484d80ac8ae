package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentFailure.Reason;

/// A host whose accounts come from a directory, which may be silent.
final class PrimaryGroupTest {
    private static final PrimaryGroup.Wanted ALWAYS = () -> {};

    @TempDir
    private Path folder;

    private Path silent() throws Exception {
        Path program = Files.writeString(folder.resolve("id"), "#!/bin/sh\nexec sleep 20\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void itIsTheOneOfTheAccount() throws Exception {
        assertThat(PrimaryGroup.USUAL.of("root", ALWAYS)).contains("0");
        assertThat(PrimaryGroup.USUAL.of("nobody-has-this-name", ALWAYS)).isEmpty();
    }

    @Test
    void aSilentDirectoryIsNotWaitedForLong() throws Exception {
        PrimaryGroup silent = new PrimaryGroup(List.of(silent().toString()), Duration.ofMillis(100));

        assertThatThrownBy(() -> silent.of("mail", ALWAYS))
                .isInstanceOfSatisfying(
                        AgentFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                .hasMessageContaining("could not tell within 0 s whether there is an account 'mail'; try: ");
    }

    @Test
    void whoeverStopsTheAgentDoesNotWaitForIt() throws Exception {
        PrimaryGroup silent = new PrimaryGroup(List.of(silent().toString()), Duration.ofHours(1));
        AtomicInteger looks = new AtomicInteger();

        assertThatThrownBy(() -> silent.of("mail", () -> {
                    if (looks.incrementAndGet() > 2) {
                        throw new AgentFailure(Reason.REFUSED, "somebody stops it");
                    }
                }))
                .hasMessage("somebody stops it");
    }
}
