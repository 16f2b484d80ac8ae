package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.MailboxMessage;
import orion.node.board.MailboxWriter;

/// One message on all disks of a white board is one message.
final class LetterboxesTest {
    private static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(1, 2));
    private static final BoardKey KEY = new BoardKey(new byte[BoardKey.BYTES]);
    private static final long PATIENCE = 1_000;

    private final List<BoardDevice> disks = new ArrayList<>();
    private long now = 5_000;
    private final Letterboxes boxes = new Letterboxes(3, "n1", 0, true, () -> now, PATIENCE);

    LetterboxesTest(@TempDir Path folder) throws BoardException {
        List<Path> paths = List.of(folder.resolve("one"), folder.resolve("two"), folder.resolve("three"));
        BoardAdministration.create(DiskLocation.of(paths), CLUSTER, KEY, false);
        for (Path path : paths) {
            disks.add(BoardDevice.open(path, CLUSTER, KEY));
        }
    }

    @AfterEach
    void close() {
        disks.forEach(BoardDevice::close);
    }

    private void leave(MailboxMessage message) throws BoardException {
        for (BoardDevice disk : disks) {
            MailboxWriter writer = disk.mailboxWriter();
            writer.write(writer.allocate("n1", 0), message, "admin");
        }
    }

    /// What is told when each disk is looked at once.
    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (int disk = 0; disk < disks.size(); disk++) {
            boxes.look(disk, disks.get(disk)).ifPresent(letter -> told.add(letter.text()));
        }
        return told;
    }

    @Test
    void aMessageOnAllDisksIsToldOnceAndSoIsEachThatFollows() throws Exception {
        leave(MailboxMessage.RESET);
        assertThat(told()).singleElement().asString().contains("is older than this life");
        for (MailboxMessage message : List.of(MailboxMessage.TEST, MailboxMessage.TEST, MailboxMessage.EXIT)) {
            leave(message);
            assertThat(told())
                    .singleElement()
                    .asString()
                    .startsWith("the sbd message '" + message.word() + "' from admin on ");
            assertThat(told()).isEmpty();
        }
    }

    @Test
    void whatComesThroughAnotherDiskMuchLaterIsAnotherMessage() throws Exception {
        assertThat(told()).isEmpty();
        leave(MailboxMessage.TEST);
        assertThat(boxes.look(0, disks.get(0))).isPresent();
        now += PATIENCE;
        assertThat(boxes.look(1, disks.get(1))).isEmpty();
        now += 1;
        assertThat(boxes.look(2, disks.get(2))).isPresent();
    }
}
