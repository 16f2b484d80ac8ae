package orion.node.board;

import java.io.IOException;

/// The board cannot be used, or did not do what was asked. The message is one sentence for people: what is wrong,
/// where, and what to do.
public final class BoardException extends IOException {
    /// What is wrong, for programs.
    public enum Fault {
        /// There is no such device or file.
        MISSING,
        /// This process may not open it.
        NO_PERMISSION,
        /// Smaller than [BoardLayout#LEAST_BYTES].
        TOO_SMALL,
        /// Neither a device nor a file, or of a kind that cannot be used.
        UNUSABLE,
        /// Nothing of ours is on it.
        NO_BOARD,
        /// Of another cluster.
        OTHER_CLUSTER,
        /// Of this cluster, but made with another key.
        WRONG_KEY,
        /// Of this cluster, but another disk of its board than the one looked for.
        WRONG_PLACE,
        /// Of this cluster's board once; another disk has its place now.
        REPLACED,
        /// In its place, without what the other disks hold.
        UNFILLED,
        /// Its first page was written anew while it was in use.
        CHANGED,
        /// A file system on it is mounted.
        MOUNTED,
        /// Something else holds the device.
        IN_USE,
        /// It holds data of somebody else.
        OCCUPIED,
        /// It holds a board already.
        BOARD_EXISTS,
        /// What is on it was ours and is no longer readable.
        DAMAGED,
        /// What was written did not read back the same.
        READ_BACK,
        /// It holds an earlier state than it once had.
        WENT_BACK,
        /// Somebody else writes under this node's number.
        DUPLICATE_NODE,
        /// A version that is older than the one on the board.
        OUTDATED,
        /// Fewer than a majority of the board's disks can be used.
        NO_MAJORITY,
        /// No slot is left for another name.
        FULL,
        /// The device refused a transfer.
        INPUT_OUTPUT
    }

    private final Fault fault;

    public BoardException(Fault fault, String sentence) {
        super(sentence);
        this.fault = fault;
    }

    public BoardException(Fault fault, String sentence, Throwable cause) {
        super(sentence, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
