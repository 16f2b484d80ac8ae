package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import orion.node.board.BoardException.Fault;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;
import orion.node.trouble.Sentence;

/// Makes a new board: refuses to destroy what is there, writes everything, reads everything back.
///
/// The superblocks are erased first and written last, so a board half made, over an old one or not, is no board.
final class BoardCreation {
    private static final int CHUNK = 1 << 20;
    /// Room at the end where partition tables and RAID formats keep second copies.
    private static final int TAIL_BYTES = 256 * 1024;

    private final BlockFile file;
    private final byte[] header;
    private final byte[] page;
    private final MemorySegment chunk = DirectFile.buffer(CHUNK);
    private final MemorySegment expected = DirectFile.buffer(CHUNK);

    private BoardCreation(BlockFile file, Superblock superblock, BoardKey key) {
        this.file = file;
        this.header = SbdHeader.ofNewBoard(
                        file.sectorSize(), superblock.cluster().id())
                .sector();
        this.page = superblock.page(key);
    }

    /// A disk that is open and may be written over, or an error was thrown.
    record Chosen(DiskLocation disk, boolean made, BlockFile file) {
        /// Takes a file away again that was made for nothing.
        void removeIfMade() {
            if (made) {
                disk.localPath().ifPresent(path -> path.toFile().delete());
            }
        }
    }

    /// Makes all disks of a board or none: nothing is written before it is known that each can be. Where there is
    /// nothing at a path and it is not under `/dev`, makes a file of the least size.
    ///
    /// @param superblocks one for each disk
    static void create(List<DiskLocation> disks, List<Superblock> superblocks, BoardKey key, boolean force)
            throws BoardException {
        List<Chosen> chosen = new ArrayList<>();
        int written = 0;
        boolean done = false;
        try {
            for (DiskLocation disk : disks) {
                chosen.add(choose(disk, force));
            }
            for (int i = 0; i < disks.size(); i++) {
                written++;
                writeOver(chosen.get(i), superblocks.get(i), key);
            }
            done = true;
        } finally {
            for (int i = 0; i < chosen.size(); i++) {
                Chosen disk = chosen.get(i);
                if (!done && i < written && !disk.made()) {
                    eraseQuietly(disk.file());
                }
                disk.file().close();
                if (!done) {
                    disk.removeIfMade();
                }
            }
        }
    }

    static Chosen choose(DiskLocation disk, boolean force) throws BoardException {
        Optional<Path> path = disk.localPath();
        boolean made = path.isPresent() && makeFile(path.get());
        boolean done = false;
        @Nullable BlockFile file = null;
        try {
            file = BoardMedium.open(disk, OpenMode.WRITE_EXCLUSIVE);
            if (!force) {
                refuseOccupied(file);
            }
            done = true;
            return new Chosen(disk, made, file);
        } finally {
            if (!done && file != null) {
                file.close();
            }
            if (!done && made) {
                path.orElseThrow().toFile().delete();
            }
        }
    }

    private static void writeOver(Chosen disk, Superblock superblock, BoardKey key) throws BoardException {
        try {
            write(disk.file(), superblock, key);
        } catch (BoardException failure) {
            throw disk.made() ? failure : destroyed(disk.disk(), failure);
        }
    }

    /// Nobody is to believe that nothing was changed.
    private static BoardException destroyed(DiskLocation disk, BoardException failure) {
        return new BoardException(
                failure.fault(),
                disk + " was not made a board, and what was on it is destroyed: "
                        + Sentence.continued(String.valueOf(failure.getMessage())) + ", then try again with --force.",
                failure);
    }

    /// One disk of a board that could not be made as a whole is no board.
    private static void eraseQuietly(BlockFile file) {
        MemorySegment zeros = DirectFile.buffer(BoardLayout.BLOCK_BYTES);
        try {
            file.write(BoardLayout.SUPERBLOCK, zeros, 0, BoardLayout.BLOCK_BYTES);
            file.write(BoardLayout.SPARE_SUPERBLOCK, zeros, 0, BoardLayout.BLOCK_BYTES);
            file.flush();
        } catch (LinuxException failed) {
            System.getLogger("orion")
                    .log(System.Logger.Level.WARNING, "{0} was not erased: {1}", file.name(), failed.getMessage());
        }
    }

    /// Replaces the first page of a board and nothing else. The spare copy comes first, so that one is whole always.
    static void rewrite(BlockFile file, Superblock superblock, BoardKey key) throws BoardException {
        BoardCreation creation = new BoardCreation(file, superblock, key);
        try {
            creation.put(BoardLayout.SPARE_SUPERBLOCK, creation.page);
            file.flush();
            creation.put(BoardLayout.SUPERBLOCK, creation.page);
            file.flush();
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
        boolean there = Superblocks.find(file) instanceof Superblock.Reading.Found found
                && found.superblock().equals(superblock);
        if (!there) {
            throw new BoardException(
                    Fault.READ_BACK,
                    file.name() + " did not give back its first page as it was written; check the disk.");
        }
    }

    /// Writes a board over whatever is on `file`.
    static void write(BlockFile file, Superblock superblock, BoardKey key) throws BoardException {
        BoardCreation creation = new BoardCreation(file, superblock, key);
        try {
            creation.writeAll();
            creation.verify();
        } catch (LinuxException failure) {
            throw BoardMedium.inputOutput(file, failure);
        }
    }

    private static boolean makeFile(Path path) throws BoardException {
        if (Files.exists(path) || path.toAbsolutePath().startsWith("/dev")) {
            return false;
        }
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(path, owner);
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength((BoardLayout.LEAST_BYTES + CHUNK - 1) & -CHUNK);
            }
            return true;
        } catch (IOException failure) {
            throw new BoardException(
                    Fault.MISSING,
                    "There is no " + path + " and a file for the board cannot be made there (" + reason(failure)
                            + "); give a path in a folder that can be written.",
                    failure);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "its folder does not exist";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            default -> "the file system refused it";
        };
    }

    private static void refuseOccupied(BlockFile file) throws BoardException {
        switch (Superblocks.find(file)) {
            case Superblock.Reading.Found found ->
                throw new BoardException(
                        Fault.BOARD_EXISTS,
                        file.name() + " is the board of " + found.superblock().cluster()
                                + " already; use --force to destroy it, while all nodes are stopped.");
            case Superblock.Reading.Damaged damaged ->
                throw new BoardException(
                        Fault.BOARD_EXISTS,
                        file.name() + " holds a damaged board already (" + damaged.reason()
                                + "); use --force to destroy it, while all nodes are stopped.");
            case Superblock.Reading.Absent absent -> {
                try {
                    refuseForeign(file);
                } catch (LinuxException failure) {
                    throw BoardMedium.inputOutput(file, failure);
                }
            }
        }
    }

    private static void refuseForeign(BlockFile file) throws BoardException, LinuxException {
        Optional<String> owner = ForeignContent.find(file);
        if (owner.isPresent()) {
            throw new BoardException(
                    Fault.OCCUPIED,
                    file.name() + " holds " + owner.get()
                            + "; give another device, or use --force to destroy what is on it.");
        }
        // Most of what people keep has no mark that could be known: whatever would be written over has to be zeros.
        OptionalLong data = ForeignContent.firstByteOf(file, 0, BoardLayout.USED_BYTES);
        if (data.isEmpty()) {
            data = ForeignContent.firstByteOf(file, tail(file), tail(file) + TAIL_BYTES);
        }
        if (data.isPresent()) {
            throw new BoardException(
                    Fault.OCCUPIED,
                    file.name() + " is not empty: there is data at offset " + data.getAsLong()
                            + "; give another device or file, or use --force to destroy what is on it.");
        }
    }

    private void writeAll() throws LinuxException {
        chunk.fill((byte) 0);
        file.write(BoardLayout.SUPERBLOCK, chunk, 0, BoardLayout.BLOCK_BYTES);
        file.write(BoardLayout.SPARE_SUPERBLOCK, chunk, 0, BoardLayout.BLOCK_BYTES);
        file.flush();
        for (long offset = 0; offset < BoardLayout.USED_BYTES; offset += CHUNK) {
            file.write(offset, chunk, 0, CHUNK);
        }
        file.write(tail(file), chunk, 0, TAIL_BYTES);
        put(0, header);
        file.flush();
        put(BoardLayout.SPARE_SUPERBLOCK, page);
        put(BoardLayout.SUPERBLOCK, page);
        file.flush();
    }

    private static long tail(BlockFile file) {
        return (file.size() & -BoardLayout.LARGEST_SECTOR) - TAIL_BYTES;
    }

    private void put(long offset, byte[] bytes) throws LinuxException {
        MemorySegment.copy(bytes, 0, expected, JAVA_BYTE, 0, bytes.length);
        file.write(offset, expected, 0, bytes.length);
    }

    private void verify() throws LinuxException, BoardException {
        for (long offset = 0; offset < BoardLayout.USED_BYTES; offset += CHUNK) {
            expected.fill((byte) 0);
            expect(offset, 0, header);
            expect(offset, BoardLayout.SUPERBLOCK, page);
            expect(offset, BoardLayout.SPARE_SUPERBLOCK, page);
            file.read(offset, chunk, 0, CHUNK);
            long wrong = chunk.mismatch(expected);
            if (wrong != -1) {
                throw new BoardException(
                        Fault.READ_BACK,
                        file.name() + " did not give back what was written at offset " + (offset + wrong)
                                + "; check that no node writes to it, and the disk.");
            }
        }
    }

    private void expect(long chunkOffset, long offset, byte[] bytes) {
        if (offset >= chunkOffset && offset < chunkOffset + CHUNK) {
            MemorySegment.copy(bytes, 0, expected, JAVA_BYTE, offset - chunkOffset, bytes.length);
        }
    }
}
