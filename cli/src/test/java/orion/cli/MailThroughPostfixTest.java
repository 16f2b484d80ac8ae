package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real daemon mails comes through a real mail server into the mailboxes of those who are to be told.
@Tag("root")
final class MailThroughPostfixTest {
    private static final String SUBJECT = "\nSubject: web is Comatose\n";

    private @TempDir Path folder = Path.of("");

    private MailingNode node(Postfix postfix) throws Exception {
        return new MailingNode(folder, "mail=root, postmaster@example.org\nsendmail=" + postfix.sendmail() + "\n");
    }

    @Test
    void eachOfThoseWhoAreToBeToldFindsItInHisMailbox() throws Exception {
        try (Postfix postfix = new Postfix(folder)) {
            postfix.start();
            MailingNode node = node(postfix);
            try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(node.directory())) {
                node.fail("web");
                for (String name : List.of("root", "postmaster")) {
                    MailingNode.await(
                            "mail to " + name, () -> postfix.mailbox(name).contains("tells why."));
                }
            }
            for (String name : List.of("root", "postmaster")) {
                assertThat(postfix.mailbox(name))
                        .containsOnlyOnce(SUBJECT)
                        .contains(
                                "\nTo: root@mail.test, postmaster@example.org\n", "\nAuto-Submitted: auto-generated\n")
                        .contains("\nResource web of cluster harbour is Comatose: it is not started again by itself;")
                        .doesNotContain("secret");
            }
        }
    }

    @Test
    void whatIsToldWhileTheMailServerIsDownArrivesWhenItRunsAgain() throws Exception {
        try (Postfix postfix = new Postfix(folder)) {
            postfix.start();
            postfix.stop();
            MailingNode node = node(postfix);
            try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(node.directory())) {
                node.fail("web");
                MailingNode.await("it is taken", () -> postfix.waiting() == 1);
                assertThat(node.run("events").output()).doesNotContain("nobody may have been told by mail");
            }
            assertThat(postfix.mailbox("root")).isEmpty();

            postfix.start();
            MailingNode.await("it arrives", () -> postfix.mailbox("root").contains(SUBJECT));
        }
    }
}
