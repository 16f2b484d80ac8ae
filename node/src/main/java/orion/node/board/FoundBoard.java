package orion.node.board;

import java.nio.file.Path;
import java.util.List;

/// A board that a search came upon. Nothing here is proven, for a search needs no key.
///
/// @param path the device or file
/// @param lastingNames names under `/dev/disk/by-id` that lead to it and stay the same over restarts
/// @param superblock whose it says it is
/// @param bytes its size
public record FoundBoard(Path path, List<Path> lastingNames, Superblock superblock, long bytes) {
    public FoundBoard {
        lastingNames = List.copyOf(lastingNames);
    }

    /// The result of a search.
    ///
    /// @param boards what was found, in the order of the candidates
    /// @param unread a sentence for each candidate that could not be looked at
    public record Search(List<FoundBoard> boards, List<String> unread) {
        public Search {
            boards = List.copyOf(boards);
            unread = List.copyOf(unread);
        }
    }
}
