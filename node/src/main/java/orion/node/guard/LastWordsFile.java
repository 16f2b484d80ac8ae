package orion.node.guard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import orion.node.board.BoardLayout;
import orion.node.board.DiskLocation;
import orion.node.board.LastWords;

/// Keeps this run's last words for the guard, who writes them on the board when the daemon has died and all it held is
/// stopped (rule E2). In memory shared with files: nothing waits for a disk, and the words are whole whenever
/// the daemon dies.
///
/// Each disk of the board has a folder, `1` for the first. The file `block` there has three pages: the number of
/// the page that counts (0 for none) and, as the second and third number, where the block on page 1 and on page 2
/// belongs, counted in blocks; then the two pages. The file `board` beside it is the path of the disk; of one
/// that a witness has there is none, and the guard, a script, writes nothing there.
public final class LastWordsFile implements LastWords.Shelf {
    private static final int PAGE = BoardLayout.BLOCK_BYTES;
    private final List<MappedByteBuffer> disks = new ArrayList<>();
    private long newest;

    /// Begins with no words.
    ///
    /// @param board where its disks are
    /// @throws IOException where the files cannot be made
    public LastWordsFile(RunDirectory run, List<DiskLocation> board) throws IOException {
        for (int i = 0; i < board.size(); i++) {
            disks.add(make(run.lastWords().resolve(Integer.toString(i + 1)), board.get(i)));
        }
    }

    private static MappedByteBuffer make(Path folder, DiskLocation disk) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Optional<Path> path = disk.localPath();
        if (path.isPresent()) {
            Files.writeString(folder.resolve("board"), path.get().toAbsolutePath() + "\n");
        }
        try (FileChannel channel = FileChannel.open(
                folder.resolve("block"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedByteBuffer pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, 3L * PAGE);
            pages.order(ByteOrder.nativeOrder());
            pages.putLong(0, 0);
            return pages;
        }
    }

    /// The life is over, and has said so itself or could not: words that a guard wrote later could come on a
    /// board that was made anew since.
    public synchronized void forget() {
        newest++;
        disks.forEach(pages -> pages.putLong(0, 0));
    }

    @Override
    public synchronized IntFunction<LastWords.Keeper> begin() {
        forget();
        long cycle = newest;
        return disk -> (offset, block) -> keep(cycle, disks.get(disk), offset, block);
    }

    private synchronized void keep(long cycle, MappedByteBuffer pages, long offset, byte[] block) {
        if (block.length != PAGE || offset % PAGE != 0) {
            throw new IllegalArgumentException("last words are one block at the place of a block");
        }
        if (cycle != newest) {
            // Of a disk that was slow: others have newer ones by now.
            return;
        }
        // The page that does not count is filled first; one number then makes it the one that counts.
        int page = pages.getLong(0) == 1 ? 2 : 1;
        pages.put(page * PAGE, block);
        pages.putLong(page * Long.BYTES, offset / PAGE);
        pages.putLong(0, page);
    }
}
