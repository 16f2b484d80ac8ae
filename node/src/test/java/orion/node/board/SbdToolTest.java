package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.board.BoardException.Fault;
import orion.node.os.DirectFile;
import orion.node.os.OpenMode;

/// Debian's `sbd` is the judge: it reads what we write, and we read what it writes.
@Tag("root")
class SbdToolTest {
    @TempDir
    Path folder;

    private static String sbd(Path device, String... command) throws Exception {
        String[] all = new String[command.length + 3];
        all[0] = "sbd";
        all[1] = "-d";
        all[2] = device.toString();
        System.arraycopy(command, 0, all, 3, command.length);
        return LoopDevice.run(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"512", "4096"})
    void theToolReadsOurBoardAndWeReadWhatItWrites(String sectorSize) throws Exception {
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"), "--sector-size", sectorSize)) {
            Path path = loop.path();
            BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false);
            assertThat(sbd(path, "dump"))
                    .contains("Header version     : 2.1")
                    .contains("Number of slots    : 255")
                    .contains("Sector size        : " + sectorSize)
                    .contains("Timeout (watchdog) : 5")
                    .contains("Timeout (msgwait)  : 10")
                    .contains(Boards.CLUSTER.id().toString());
            dropWaiting(path);
            try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
                assertThat(board.notice()).isEmpty();
                board.cycle(1, Boards.bytes("tick"));
                MailboxWriter writer = board.mailboxWriter();
                int mine = writer.allocate("alpha", 0);
                int last = writer.allocate("omega", 254);
                assertThat(sbd(path, "list").lines().map(String::strip))
                        .containsExactly("0\talpha\tclear", "254\tomega\tclear");
                writer.write(last, MailboxMessage.RESET, "alpha");
                writer.write(mine, MailboxMessage.OFF, "omega");
                assertThat(sbd(path, "list").lines().map(String::strip))
                        .containsExactly("0\talpha\toff\tomega", "254\tomega\treset\talpha");

                sbd(path, "allocate", "beta");
                assertThat(board.mailboxes().find("beta"))
                        .hasValueSatisfying(
                                mailbox -> assertThat(mailbox.slot()).isEqualTo(1));
                assertThat(writer.allocate("beta", 7)).isEqualTo(1);
                sbd(path, "message", "beta", "test");
                assertThat(board.mailboxes().read(1).orElseThrow().message()).contains(MailboxMessage.TEST);
                assertThat(board.mailboxes().read(1).orElseThrow().sender()).isNotEmpty();
                sbd(path, "message", "beta", "exit");
                assertThat(board.mailboxes().read(1).orElseThrow().message()).contains(MailboxMessage.EXIT);
                sbd(path, "message", "alpha", "clear");
                assertThat(board.mailboxes().read(mine).orElseThrow().message()).contains(MailboxMessage.CLEAR);

                List<NodeReading> readings = board.cycle(1, Boards.bytes("tock"));
                assertThat(Boards.text(Boards.written(readings, 1).payload())).isEqualTo("tock");
            }
        }
    }

    /// The tool waits after taking a slot and after a message, for the times in the header; nobody answers here.
    private static void dropWaiting(Path path) throws Exception {
        try (DirectFile file = DirectFile.open(path, OpenMode.WRITE)) {
            SbdHeader header = MailboxReader.header(file).orElseThrow();
            byte[] sector = new SbdHeader(header.slots(), header.sectorSize(), 5, 0, 1, 0, header.id()).sector();
            MemorySegment buffer = DirectFile.buffer(sector.length);
            MemorySegment.copy(sector, 0, buffer, ValueLayout.JAVA_BYTE, 0, sector.length);
            file.write(0, buffer, 0, sector.length);
        }
    }

    @Test
    void aDeviceTheToolMadeIsReadByUsAndOnlyOverwrittenByForce() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(folder.resolve("disk"))) {
            Path path = loop.path();
            sbd(path, "-1", "20", "-2", "0", "-4", "40", "create");
            sbd(path, "allocate", "stranger");
            assertThat(Boards.refusal(
                            Fault.OCCUPIED, () -> BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false)))
                    .contains("SBD");
            try (var file = BoardMedium.open(path, OpenMode.READ)) {
                MailboxReader reader = MailboxReader.over(file);
                assertThat(reader.header().watchdogSeconds()).isEqualTo(20);
                assertThat(reader.header().messageWaitSeconds()).isEqualTo(40);
                assertThat(reader.mailboxes()).containsExactly(new Mailbox(0, "stranger", 0, ""));
            }
            BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, true);
            assertThat(sbd(path, "list")).isBlank();
        }
    }
}
