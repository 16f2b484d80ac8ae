package orion.node.board;

import java.nio.ByteBuffer;

/// What the board holds for one node.
public sealed interface NodeReading {
    /// The node's number, 1 to 32.
    int node();

    /// The node never wrote, or never finished its first write.
    record Empty(int node) implements NodeReading {}

    /// The newest good copy.
    ///
    /// @param sequence counts the node's writes and never goes back
    /// @param payload the content, read-only; each call gives a view with its own position
    record Written(int node, long sequence, ByteBuffer payload) implements NodeReading {
        public Written {
            payload = payload.asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer payload() {
            return payload.asReadOnlyBuffer();
        }
    }

    /// Both copies were written and neither is good. This must not be taken for "never wrote": the node may
    /// have promised something that can no longer be read.
    ///
    /// @param offset where the pair of copies begins, in bytes
    /// @param sentence what is wrong, where, and what to do
    record Damaged(int node, long offset, String sentence) implements NodeReading {}
}
