package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.supervisor.SupervisorCommands;

/// The instructions of the original, followed literally, with the programs of this project, Debian's xinetd,
/// openssl and telnet, and a real account.
@Tag("root")
final class OriginalStepsTest {
    private static final Path TREE = Path.of(System.getProperty("orion.repository", ".."))
            .toAbsolutePath()
            .normalize();

    @TempDir
    private Path folder;

    /// What the launcher does, without looking for a Java and without building.
    private Path programs() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String name : SupervisorCommands.NAMES) {
            Path program = Files.writeString(programs.resolve(name), """
                    #!/bin/sh
                    exec %s -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
                        -Dorion.command=%s -Dorion.home=%s -cp %s orion.cli.Main "$@"
                    """.formatted(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            name,
                            folder,
                            System.getProperty("java.class.path")));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return programs;
    }

    private String follow() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path transcript = folder.resolve("transcript");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        TREE.resolve("cli/src/test/resources/supervisor/steps.sh")
                                .toString(),
                        folder.toString(),
                        programs().toString(),
                        TREE.resolve("dist/xinetd/gwha").toString(),
                        freePort(),
                        freePort())
                .redirectErrorStream(true)
                .redirectOutput(transcript.toFile())
                .start();
        assertThat(process.waitFor(1_200, TimeUnit.SECONDS)).as("it ends").isTrue();
        return Files.readString(transcript, StandardCharsets.UTF_8).replace("\r", "");
    }

    private static String freePort() throws IOException {
        return Integer.toString(OrionProcess.freePort());
    }

    private static String step(String transcript, String name) {
        int begin = transcript.indexOf("== " + name + "\n");
        assertThat(begin).as("step '%s' in:%n%s", name, transcript).isNotNegative();
        int end = transcript.indexOf("== ", begin + 3);
        return transcript.substring(begin, end < 0 ? transcript.length() : end);
    }

    private static void tableOne(String transcript) {
        assertThat(step(transcript, "table 1: stop all"))
                .containsPattern("Stopping \\[nmaa\\] +done")
                .containsPattern("Stopping \\[dom\\] +done");
        assertThat(step(transcript, "table 1: one agent"))
                .containsPattern("Starting \\[post.dom\\] +done")
                .containsPattern("(?m)^\\[post.dom\\] +running")
                .containsPattern("(?m)^\\[dom\\] +stopped")
                .containsPattern("Stopping \\[post.dom\\] +done\n\\[post.dom\\] +stopped.*\nexit code 3");
        assertThat(step(transcript, "table 1: the Messenger"))
                .containsPattern("Starting \\[nmma\\] +done\n.*Starting \\[nmaa\\] +done")
                .containsPattern("\\[nmma\\] +running.*\n\\[nmaa\\] +running")
                .containsPattern("\\[nmma\\] +stopped.*\nexit code 3\n\\[nmaa\\] +stopped.*\nexit code 3");
        assertThat(step(transcript, "table 1: start all"))
                .containsPattern("Starting \\[nmaa\\] +done")
                .containsPattern("Starting \\[dom.GWIA\\] +done");
    }

    @Test
    void theStepsOfTheOriginalWorkAsTheyAreWritten() throws Exception {
        String transcript = follow();

        assertThat(step(transcript, "verify agent operation"))
                .containsPattern("none.poa: No such file or directory\nexit code 1\n")
                .contains("gwpoa shows itself with /home-of-post.poa\ngwpoa is closed\nexit code 0\n")
                .contains("gwmta shows itself with /home-of-dom.mta\ngwmta is closed\nexit code 0\n")
                .contains("gwia shows itself with /home-of-gwia.cfg\ngwia is closed\nexit code 0\n");
        assertThat(step(transcript, "verify agent operation by location"))
                .contains("gwpoa shows itself with /home-of-post.poa\ngwpoa is closed\nexit code 0\n")
                .containsPattern("\\[post.dom\\] +stopped.*\nexit code 3\n");
        assertThat(step(transcript, "start the agents as daemons"))
                .containsPattern("Starting \\[post.dom\\] +done")
                .containsPattern("(?m)^\\[dom\\] +running")
                .containsPattern("(?m)^\\[post.dom\\] +running")
                .containsPattern("(?m)^\\[dom.GWIA\\] +running")
                .containsPattern("(?m)^\\[nmma\\] +running");
        assertThat(step(transcript, "print"))
                .contains("[post.dom]", "gwpoa @post.poa")
                .doesNotContain("password = password");
        tableOne(transcript);
        assertThat(step(transcript, "openssl"))
                .contains("220 gwha is ready", "230 gwha is logged in", "250 post.dom running ", "221 good bye");
        assertThat(step(transcript, "telnet against TLS"))
                .contains("421 this port speaks TLS only; use: openssl s_client", "Connection closed by foreign host")
                .doesNotContain("220 ");
        assertThat(step(transcript, "telnet in clear text"))
                .contains("535 the name or the password is wrong", "230 gwha is logged in", "250 dom running ");
        assertThat(step(transcript, "enable the monitor"))
                .containsPattern("Starting \\[gwmon\\] +done")
                .containsPattern("\\[gwmon\\] +running");
        assertThat(step(transcript, "test the high availability service"))
                .containsPattern("Stopping \\[post.dom\\] +done")
                .containsPattern("\\[post.dom\\] +stopped.*\nexit code 3")
                .containsPattern("(?m)^\\[post.dom\\] +running")
                // Who would notice that all have stopped is not stopped with them.
                .containsPattern("\\[gwmon\\] +running");
        assertThat(step(transcript, "a monitor with files of its own"))
                .containsPattern("Starting \\[gwmon\\] +done\n\\[gwmon\\] +running")
                .containsPattern("Stopping \\[gwmon\\] +done\nStarting \\[gwmon\\] +done\n\\[gwmon\\] +running")
                .containsPattern("Stopping \\[gwmon\\] +done\n\\[gwmon\\] +stopped.*\nexit code 3");
        assertThat(step(transcript, "the monitor by its own name"))
                .containsPattern("Stopping \\[nmma\\] +done")
                .containsPattern("(?m)^\\[nmma\\] +running");
        assertThat(step(transcript, "a gwha that stays"))
                .contains("220 gwha is ready")
                .containsPattern("(?m)^\\[dom\\] +running.*\n$");
        for (String mode : List.of("for-each-connection", "that-stays")) {
            assertThat(step(transcript, "a socket of systemd, " + mode))
                    .contains("230 gwha is logged in", "250 dom running ", "221 good bye");
        }
        assertThat(transcript).contains("== done");
        assertThat(folder.resolve("log/gwha.log"))
                .content()
                .contains("gwha has logged in from", "START post.dom: 250 post.dom started", "clear text");
        assertThat(folder.resolve("log/gwmon.log"))
                .content()
                .contains("everybody on this host can see the password", "post.dom is down", "post.dom is up");
    }
}
