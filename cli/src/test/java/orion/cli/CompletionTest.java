package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.StandInDaemon.resource;
import static orion.cli.StandInDaemon.seen;
import static orion.cli.StandInDaemon.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.AccessData;
import orion.node.api.AccessData.TokenData;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// bash completes what a person has begun to type.
final class CompletionTest {
    private static final String ASK = """
            . "$1"
            orion() { [ "$1" != --dir ] && cat "$NAMES/${3}"; }
            COMP_WORDS=($2) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
            _complete_orion
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    private String completed(String line) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("completion"), new CommandRun().run("completion").output());
        ProcessBuilder ask = new ProcessBuilder("bash", "-c", ASK, "bash", script.toString(), line)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        ask.environment().put("NAMES", names().toString());
        Process bash = ask.start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.strip();
    }

    /// What the program that bash asks would say.
    private Path names() throws IOException {
        Path names = Files.createDirectories(folder.resolve("names"));
        Files.writeString(names.resolve("resources"), "web\nmail_with_a_long_name\nstatus\n");
        Files.writeString(names.resolve("nodes"), "node2\nnode3\n");
        Files.writeString(names.resolve("templates"), "nginx\n");
        Files.writeString(names.resolve("tokens"), "ci\nbackup\n");
        return names;
    }

    @Test
    void commandsAndOptionsAreCompleted() throws Exception {
        assertThat(completed("orion mig").lines()).containsExactly("migrate");
        assertThat(completed("orion maintenance o").lines()).contains("on", "off");
        assertThat(completed("orion apply --dry").lines()).containsExactly("--dry-run");
        assertThat(completed("orion alert web y").lines()).containsExactly("yes");
    }

    /// The program that is typed is asked, about the folder that is typed.
    @Test
    void namesAreAskedForWhereTheyAreNeeded() throws Exception {
        assertThat(completed("orion migrate we")).isEqualTo("web");
        assertThat(completed("orion check we")).isEqualTo("web");
        assertThat(completed("orion migrate web node").lines()).containsExactly("node2", "node3");
        assertThat(completed("orion migrate status node").lines()).containsExactly("node2", "node3");
        assertThat(completed("orion maintenance on --resource m")).isEqualTo("mail_with_a_long_name");
        assertThat(completed("orion --dir /nowhere migrate we")).isEmpty();
        assertThat(completed("orion --dir = /nowhere migrate we")).isEmpty();
        assertThat(completed("orion create web2 --template ngi")).isEqualTo("nginx");
        assertThat(completed("orion access remove b")).isEqualTo("backup");
        assertThat(completed("orion access add ci --role op")).isEqualTo("operator");
    }

    @Test
    void namesAreThoseThatTheDaemonKnows() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(folder, CompletionTest::answer)) {
            CommandRun run = new CommandRun()
                    .home(Path.of(System.getProperty("orion.repository", ".."), "dist"))
                    .with("ORION_DIR", folder.toString());
            assertThat(run.run("completion", "--names", "resources").output().lines())
                    .containsExactly("web", "mail_with_a_long_name");
            assertThat(run.run("completion", "--names", "nodes").output().lines())
                    .containsExactly("node1", "node2", "node3");
            assertThat(run.run("completion", "--names", "tokens").output().lines())
                    .containsExactly("ci");
            assertThat(run.run("completion", "--names", "templates").output().lines())
                    .contains("nginx");
        }
    }

    @Test
    void aKindThatIsNoneIsRefused() {
        assertThat(new CommandRun().run("completion", "--names", "hosts").errors())
                .contains("--names is resources, nodes, templates or tokens, not 'hosts'");
    }

    private static ControlReply answer(ControlRequest request) {
        if (request.verb().equals("access-list")) {
            TokenData token = new TokenData("ci", List.of("operator"), "2027-01-15T08:00:00Z", false);
            return ControlReply.done("").with(new AccessData(List.of(token), ""));
        }
        return seen(status(
                resource("web", "Running", "node3", 2, "node1 failed"),
                resource("mail_with_a_long_name", "Comatose", "", 1, "load script failed: exit 3")));
    }
}
