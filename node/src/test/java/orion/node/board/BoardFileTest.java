package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.board.BoardException.Fault;

/// Boards in real files: making, opening, finding, viewing, clearing, and each refusal.
class BoardFileTest {
    @TempDir
    Path folder;

    private Path board() throws BoardException {
        Path path = folder.resolve("board");
        BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false);
        return path;
    }

    private Path file(String name, long size) throws Exception {
        Path path = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
        return path;
    }

    private static void put(Path path, long offset, byte[] bytes) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    @Test
    void aFileIsMadeWhereThereIsNoneAndWorksAsABoard() throws Exception {
        Path path = board();
        assertThat(Files.size(path)).isGreaterThanOrEqualTo(BoardLayout.LEAST_BYTES);
        try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
            List<NodeReading> readings = board.cycle(7, Boards.bytes("hello"));
            assertThat(Boards.text(Boards.written(readings, 7).payload())).isEqualTo("hello");
            board.writeConfiguration(7, 3, Boards.bytes("configuration"));
            assertThat(board.superblock().cluster()).isEqualTo(Boards.CLUSTER);
        }
        try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
            assertThat(Boards.text(Boards.written(board.readAll(), 7).payload()))
                    .isEqualTo("hello");
            assertThat(board.searchConfigurations().newest().orElseThrow().version())
                    .isEqualTo(3);
        }
    }

    @Test
    void aMissingBoardIsRefused() {
        Path path = folder.resolve("nowhere");
        assertThat(Boards.refusal(Fault.MISSING, () -> BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)))
                .contains(path.toString());
        assertThat(path).doesNotExist();
    }

    @Test
    void aFolderIsRefused() {
        Boards.refusal(Fault.UNUSABLE, () -> BoardDevice.open(folder, Boards.CLUSTER, Boards.KEY));
    }

    @Test
    void aSmallFileIsRefusedEvenWithForceAndLeftAsItWas() throws Exception {
        Path path = file("small", BoardLayout.LEAST_BYTES - 1);
        put(path, 0, "precious".getBytes(StandardCharsets.US_ASCII));
        byte[] before = Files.readAllBytes(path);
        assertThat(Boards.refusal(
                        Fault.TOO_SMALL, () -> BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, true)))
                .contains("19999999", "20000000");
        Boards.refusal(Fault.TOO_SMALL, () -> BoardDevice.open(path, Boards.CLUSTER, Boards.KEY));
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void theLeastSizeIsEnough() throws Exception {
        Path path = file("least", BoardLayout.LEAST_BYTES);
        BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false);
        try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
            assertThat(board.readAll()).hasSize(32);
        }
    }

    @Test
    void aFileWithoutABoardIsRefused() throws Exception {
        Path path = file("blank", 20 << 20);
        Boards.refusal(Fault.NO_BOARD, () -> BoardDevice.open(path, Boards.CLUSTER, Boards.KEY));
        Boards.refusal(Fault.NO_BOARD, () -> BoardAdministration.view(DiskLocation.of(path), Optional.empty()));
    }

    @Test
    void anotherClusterAndAnotherKeyAreRefused() throws Exception {
        Path path = board();
        assertThat(Boards.refusal(Fault.OTHER_CLUSTER, () -> BoardDevice.open(path, Boards.OTHER, Boards.KEY)))
                .contains("'harbour'", "'island'", path.toString());
        Boards.refusal(Fault.WRONG_KEY, () -> BoardDevice.open(path, Boards.CLUSTER, Boards.OTHER_KEY));
    }

    @Test
    void anExistingBoardIsOnlyDestroyedByForce() throws Exception {
        Path path = board();
        byte[] before = Files.readAllBytes(path);
        assertThat(Boards.refusal(
                        Fault.BOARD_EXISTS, () -> BoardAdministration.create(path, Boards.OTHER, Boards.KEY, false)))
                .contains("'harbour'", "--force");
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        BoardAdministration.create(path, Boards.OTHER, Boards.KEY, true);
        try (BoardDevice board = BoardDevice.open(path, Boards.OTHER, Boards.KEY)) {
            assertThat(board.readAll()).allMatch(NodeReading.Empty.class::isInstance);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, SBD_SBD_, SBD",
        "0, XFSB, xfs",
        "65600, _BHRfS_M, btrfs",
        "4086, SWAPSPACE2, swap",
        "512, LABELONE, LVM",
        "512, EFI PART, GPT",
        "20971008, EFI PART, second copy",
        "1024, OCFSV2, ocfs2",
    })
    void whatBelongsToOthersIsOnlyDestroyedByForce(long offset, String mark, String owner) throws Exception {
        Path path = file("used", 20 << 20);
        put(path, offset, mark.getBytes(StandardCharsets.ISO_8859_1));
        byte[] before = Files.readAllBytes(path);
        assertThat(Boards.refusal(
                        Fault.OCCUPIED, () -> BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false)))
                .contains(owner, path.toString());
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, true);
        put(path, 0, new byte[512]);
        put(path, BoardLayout.SUPERBLOCK, new byte[4096]);
        put(path, BoardLayout.SPARE_SUPERBLOCK, new byte[4096]);
        BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false);
    }

    @Test
    void ext4BootSectorsAndRaidMembersAreRecognised() throws Exception {
        Path path = file("used", 20 << 20);
        put(path, 1080, new byte[] {0x53, (byte) 0xEF});
        assertThat(occupied(path)).contains("ext4");
        put(path, 1080, new byte[2]);
        put(path, 510, new byte[] {0x55, (byte) 0xAA});
        assertThat(occupied(path)).contains("MBR");
        put(path, 510, new byte[2]);
        put(path, 4096, new byte[] {(byte) 0xfc, 0x4e, 0x2b, (byte) 0xa9});
        assertThat(occupied(path)).contains("RAID");
        put(path, 4096, new byte[4]);
        put(path, (20 << 20) - 8192, new byte[] {(byte) 0xfc, 0x4e, 0x2b, (byte) 0xa9});
        assertThat(occupied(path)).contains("RAID");
    }

    private static String occupied(Path path) {
        return Boards.refusal(
                Fault.OCCUPIED, () -> BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100_000, 3_500_000, 12 * 1024 * 1024 - 1, (20 << 20) - 256 * 1024, (20 << 20) - 1})
    void dataThatNobodyKnowsIsOnlyDestroyedByForce(long offset) throws Exception {
        Path path = file("letters", 20 << 20);
        put(path, offset, new byte[] {'x'});
        byte[] before = Files.readAllBytes(path);
        assertThat(occupied(path)).contains(path + " is not empty", "at offset " + offset + ";", "--force");
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, true);
    }

    @Test
    void aFileThatCannotBeMadeIsRefused() {
        Path path = folder.resolve("no such folder").resolve("board");
        Boards.refusal(Fault.MISSING, () -> BoardAdministration.create(path, Boards.CLUSTER, Boards.KEY, false));
        Path device = Path.of("/dev/no-such-disk");
        Boards.refusal(Fault.MISSING, () -> BoardAdministration.create(device, Boards.CLUSTER, Boards.KEY, true));
        assertThat(device).doesNotExist();
    }

    @Test
    void aSearchFindsBoardsAmongOtherFilesAndSaysWhatItCouldNotRead() throws Exception {
        Path path = board();
        Path blank = file("blank", 20 << 20);
        FoundBoard.Search search = BoardAdministration.find(List.of(blank, path, path, folder.resolve("missing")));
        assertThat(search.boards()).singleElement().satisfies(found -> {
            assertThat(found.path()).isEqualTo(path);
            assertThat(found.superblock().cluster()).isEqualTo(Boards.CLUSTER);
        });
        assertThat(search.unread()).singleElement().asString().contains("missing");
    }

    @Test
    void aViewShowsWhoWroteAndWithoutTheKeyOnlyWhoseBoardItIs() throws Exception {
        Path path = board();
        try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
            board.cycle(2, Boards.bytes("two"));
            board.writeConfiguration(2, 4, Boards.bytes("four"));
            int slot = board.mailboxWriter().allocate("node2", 1);
            board.mailboxWriter().write(slot, MailboxMessage.TEST, "node1");
        }
        BoardDescription full = BoardAdministration.view(DiskLocation.of(path), Optional.of(Boards.KEY));
        assertThat(full.proof()).isEqualTo(BoardDescription.Proof.PROVEN);
        assertThat(full.nodes().get(1)).isInstanceOf(NodeReading.Written.class);
        assertThat(full.configurations())
                .extracting(StoredConfiguration::version)
                .containsExactly(4L);
        assertThat(full.mailboxes()).containsExactly(new Mailbox(1, "node2", 1, "node1"));
        assertThat(full.damages()).isEmpty();
        BoardDescription outside = BoardAdministration.view(DiskLocation.of(path), Optional.empty());
        assertThat(outside.proof()).isEqualTo(BoardDescription.Proof.NO_KEY);
        assertThat(outside.superblock().cluster().name()).isEqualTo("harbour");
        assertThat(outside.nodes()).isEmpty();
        assertThat(BoardAdministration.view(DiskLocation.of(path), Optional.of(Boards.OTHER_KEY))
                        .proof())
                .isEqualTo(BoardDescription.Proof.OTHER_KEY);
    }

    @Test
    void initialisingClearsARemovedNodeAndItsSlotOnly() throws Exception {
        Path path = board();
        try (BoardDevice board = BoardDevice.open(path, Boards.CLUSTER, Boards.KEY)) {
            board.cycle(1, Boards.bytes("one"));
            board.cycle(2, Boards.bytes("two"));
            board.writeConfiguration(2, 4, Boards.bytes("four"));
            board.mailboxWriter().allocate("node1", 0);
            board.mailboxWriter().allocate("node2", 1);
        }
        BoardAdministration.initialise(DiskLocation.of(path), Boards.CLUSTER, Boards.KEY, 2, Optional.of("node2"));
        BoardDescription view = BoardAdministration.view(DiskLocation.of(path), Optional.of(Boards.KEY));
        assertThat(view.nodes().get(0)).isInstanceOf(NodeReading.Written.class);
        assertThat(view.nodes().get(1)).isInstanceOf(NodeReading.Empty.class);
        assertThat(view.configurations()).isEmpty();
        assertThat(view.mailboxes()).extracting(Mailbox::name).containsExactly("node1");
        BoardAdministration.initialiseSlot(DiskLocation.of(path), Boards.CLUSTER, Boards.KEY, 0);
        assertThat(BoardAdministration.view(DiskLocation.of(path), Optional.empty())
                        .mailboxes())
                .isEmpty();
        assertThatThrownBy(() -> BoardAdministration.initialise(
                        DiskLocation.of(path), Boards.CLUSTER, Boards.KEY, 33, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
