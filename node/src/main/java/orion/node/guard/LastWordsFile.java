package orion.node.guard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import orion.node.board.BoardLayout;
import orion.node.board.LastWords;

/// Keeps this run's last words for the guard, who writes them on the board when the daemon has died and all it held is
/// stopped (rule E2). In memory shared with a file: nothing waits for a disk, and the words are whole
/// whenever the daemon dies.
///
/// The file `block` has three pages: the number of the page that counts (0 for none) and, as the second
/// and third number, where the block on page 1 and on page 2 belongs, counted in blocks; then the two
/// pages. The file `board` beside it is the path of the board.
public final class LastWordsFile implements LastWords.Keeper {
    private static final int PAGE = BoardLayout.BLOCK_BYTES;
    private final MappedByteBuffer pages;

    /// Begins with no words.
    ///
    /// @throws IOException where the files cannot be made
    public LastWordsFile(RunDirectory run, Path board) throws IOException {
        Path folder = run.lastWords();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve("board"), board.toAbsolutePath() + "\n");
        try (FileChannel channel = FileChannel.open(
                folder.resolve("block"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            this.pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, 3L * PAGE);
        }
        pages.order(ByteOrder.nativeOrder());
        pages.putLong(0, 0);
    }

    /// The life is over, and has said so itself or could not: words that a guard wrote later could come on a
    /// board that was made anew since.
    public void forget() {
        pages.putLong(0, 0);
    }

    @Override
    public void keep(long offset, byte[] block) {
        if (block.length != PAGE || offset % PAGE != 0) {
            throw new IllegalArgumentException("last words are one block at the place of a block");
        }
        // The page that does not count is filled first; one number then makes it the one that counts.
        int page = pages.getLong(0) == 1 ? 2 : 1;
        pages.put(page * PAGE, block);
        pages.putLong(page * Long.BYTES, offset / PAGE);
        pages.putLong(0, page);
    }
}
