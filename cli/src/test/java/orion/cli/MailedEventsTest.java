package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// A real daemon hands what a person should know to the mail server's `sendmail`, which is a planted one here.
final class MailedEventsTest {
    private @TempDir Path folder = Path.of("");

    @Test
    void whatNeedsAPersonIsMailed() throws Exception {
        Path sendmail = MailingNode.program(
                folder.resolve("sendmail"),
                "printf '%s|' \"$@\" >>$0.words; cat >$0.new; mv $0.new $0.message; sleep 0.01");
        MailingNode node = new MailingNode(folder, "mail=root, postmaster@example.org\nsendmail=" + sendmail + "\n");
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(node.directory())) {
            node.fail("web");
            MailingNode.await("mail", () -> Files.exists(folder.resolve("sendmail.message")));
        }
        assertThat(folder.resolve("sendmail.words")).hasContent("-oi|--|root|postmaster@example.org|");
        List<String> lines = Files.readAllLines(folder.resolve("sendmail.message"));
        assertThat(lines)
                .contains("To: root, postmaster@example.org", "Subject: web is Comatose")
                .contains(
                        "Resource web of cluster harbour is Comatose: it is not started again by itself; 'orion explain"
                                + " web' tells why.")
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aMailServerThatTakesNothingIsToldInTheEvents() throws Exception {
        MailingNode node = new MailingNode(folder, "mail=root\nsendmail=/bin/false\n");
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(node.directory())) {
            node.fail("web");
            MailingNode.await(
                    "the event",
                    () -> node.run("events")
                            .output()
                            .contains(
                                    "nobody may have been told by mail of the newest events: /bin/false ended with 1"));
        }
    }

    @Test
    void aMailServerThatIsMissingKeepsNoNodeFromServing() throws Exception {
        MailingNode node = new MailingNode(folder, "mail=root\nsendmail=" + folder.resolve("nothing") + "\n");
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(node.directory())) {
            assertThat(node.run("events").output())
                    .contains("nobody is told by mail as long as " + folder.resolve("nothing")
                            + " is no program on this host; install a mail server");
        }
    }

    @Test
    void whatCannotBeMailedIsRefusedBeforeAnythingStarts() throws Exception {
        MailingNode node = new MailingNode(folder, "mail=-C/tmp/evil\n");
        Outcome refused =
                OrionProcess.usual().run("node", "--dir", node.directory().toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .contains("wants mail: ")
                .contains("mail takes addresses with commas between, not '-C/tmp/evil'");
    }
}
