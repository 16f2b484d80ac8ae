package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;
import orion.node.board.MailboxMessage;
import orion.node.board.MailboxWriter;

/// Which messages in its mailbox a life of a node obeys, and what stays there.
final class LetterboxTest {
    private static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(1, 2));
    private static final BoardKey KEY = new BoardKey(new byte[BoardKey.BYTES]);

    private final Path path;
    private BoardDevice disk;

    LetterboxTest(@TempDir Path folder) throws BoardException {
        this.path = folder.resolve("board");
        BoardAdministration.create(path, CLUSTER, KEY, false);
        this.disk = BoardDevice.open(path, CLUSTER, KEY);
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private void leave(MailboxMessage message) throws BoardException {
        MailboxWriter writer = disk.mailboxWriter();
        writer.write(writer.allocate("n1", 0), message, "admin");
    }

    private MailboxMessage inside() throws BoardException {
        return disk.mailboxes().find("n1").orElseThrow().message().orElseThrow();
    }

    /// A letterbox that was looked into before.
    private Letterbox inUse(boolean obeys) {
        Letterbox letterbox = new Letterbox("n1", 0, obeys);
        assertThat(letterbox.look(disk)).isEmpty();
        return letterbox;
    }

    private static void told(Optional<Letterbox.Letter> letter, String part) {
        assertThat(letter).hasValueSatisfying(it -> {
            assertThat(it.message()).isEmpty();
            assertThat(it.text()).contains("from admin on ").contains(part);
        });
    }

    @Test
    void whatIsOlderThanTheLifeIsEmptiedAndNeverObeyed() throws Exception {
        for (MailboxMessage message : MailboxMessage.values()) {
            if (message != MailboxMessage.CLEAR) {
                leave(message);
                told(
                        new Letterbox("n1", 0, true).look(disk),
                        "the sbd message '" + message.word() + "' from admin on " + path + " is older than this life");
                assertThat(inside()).isEqualTo(MailboxMessage.CLEAR);
            }
        }
    }

    @Test
    void aTestIsToldOnceAndEmptied() throws Exception {
        Letterbox letterbox = inUse(true);
        leave(MailboxMessage.TEST);

        told(letterbox.look(disk), "'test' from admin on " + path + " arrived");

        assertThat(inside()).isEqualTo(MailboxMessage.CLEAR);
        assertThat(letterbox.look(disk)).isEmpty();
        leave(MailboxMessage.TEST);
        told(letterbox.look(disk), "arrived");
    }

    @Test
    void anEndIsObeyedAndLeftForTheNextStartToEmpty() throws Exception {
        for (MailboxMessage message :
                new MailboxMessage[] {MailboxMessage.RESET, MailboxMessage.OFF, MailboxMessage.CRASHDUMP}) {
            leave(MailboxMessage.CLEAR);
            Letterbox letterbox = inUse(true);
            leave(message);

            assertThat(letterbox.look(disk).flatMap(Letterbox.Letter::message)).contains(message);

            assertThat(inside()).isEqualTo(message);
        }
    }

    @Test
    void anExitIsObeyedOnce() throws Exception {
        Letterbox letterbox = inUse(true);
        leave(MailboxMessage.EXIT);

        assertThat(letterbox.look(disk).flatMap(Letterbox.Letter::message)).contains(MailboxMessage.EXIT);

        assertThat(inside()).isEqualTo(MailboxMessage.CLEAR);
        assertThat(letterbox.look(disk)).isEmpty();
    }

    @Test
    void aNodeThatDoesNotObeyTellsAndEmpties() throws Exception {
        Letterbox letterbox = inUse(false);
        leave(MailboxMessage.RESET);

        told(letterbox.look(disk), "is not obeyed");

        assertThat(inside()).isEqualTo(MailboxMessage.CLEAR);
    }

    /// This life has seen the mailbox empty, so what is in it now was meant for it.
    @Test
    void aMessageFromWhileTheDiskWasAwayIsObeyed() throws Exception {
        Letterbox letterbox = inUse(true);
        leave(MailboxMessage.OFF);
        disk.close();
        disk = BoardDevice.open(path, CLUSTER, KEY);

        assertThat(letterbox.look(disk).flatMap(Letterbox.Letter::message)).contains(MailboxMessage.OFF);
    }

    @Test
    void aSlotThatWasGivenAwayIsToldOnceAndAnotherOneTaken() throws Exception {
        Letterbox letterbox = inUse(true);
        int slot = disk.mailboxes().find("n1").orElseThrow().slot();
        disk.mailboxWriter().release(slot);
        disk.mailboxWriter().allocate("stranger", slot);

        assertThat(letterbox.look(disk))
                .hasValueSatisfying(it -> assertThat(it.text()).contains("no longer belongs to node n1"));

        assertThat(letterbox.look(disk)).isEmpty();
        assertThat(disk.mailboxes().find("n1")).isPresent();
    }
}
