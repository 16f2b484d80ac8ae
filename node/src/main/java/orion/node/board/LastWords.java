package orion.node.board;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/// What may be written on the board for this node when its daemon has died and all it held is stopped
/// (rule E2): whoever writes it then has neither the key nor the count of writes, so it is sealed and
/// placed beforehand, together with each write of the node itself.
///
/// @param payload as that of a cycle
/// @param keeper  keeps the newest until they are needed
public record LastWords(ByteBuffer payload, Keeper keeper) {
    /// Keeps last words where they outlive the daemon.
    @FunctionalInterface
    public interface Keeper {
        /// Replaces what was kept before. Called before the write that the words follow begins, on the board thread.
        ///
        /// @param offset where the block belongs on the board, in bytes
        /// @param block  sealed, of [BoardLayout#BLOCK_BYTES]
        void keep(long offset, byte[] block);
    }

    /// Keeps the last words of one node for all disks of its board.
    @FunctionalInterface
    public interface Shelf {
        /// A cycle begins: what was kept before is void, on the disks that take no part too. There, older words could
        /// otherwise be written beside newer ones elsewhere.
        ///
        /// @return the keeper for each disk, 0 for the first; of use until the next cycle begins
        IntFunction<Keeper> begin();
    }
}
