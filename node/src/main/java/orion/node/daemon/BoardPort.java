package orion.node.daemon;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import orion.core.Input;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.MalformedInput;
import orion.core.wire.NodeBlockCodec;
import orion.node.board.BoardThread;
import orion.node.board.LastWords;
import orion.node.board.NodeReading;

/// Carries board cycles from the protocol to the board thread and back. A block that cannot be read fails the
/// whole cycle: taking it for one that was never written could forget a promise made in it.
final class BoardPort {
    private final BoardThread board;
    private final NodeId self;
    private final LastWords.Keeper lastWords;
    private final Consumer<Input> report;

    /// @param lastWords keeps what the guard may write for this life when it has died (rule E2)
    BoardPort(BoardThread board, NodeId self, LastWords.Keeper lastWords, Consumer<Input> report) {
        this.board = board;
        this.self = self;
        this.lastWords = lastWords;
        this.report = report;
    }

    void begin(NodeBlock block) {
        ByteBuffer payload = ByteBuffer.wrap(NodeBlockCodec.encode(block));
        LastWords words = new LastWords(ByteBuffer.wrap(NodeBlockCodec.encode(block.lastWords())), lastWords);
        boolean taken = board.cycle(self.number(), payload, words, outcome -> report.accept(ended(outcome)));
        if (!taken) {
            report.accept(failed("the board is still busy with an earlier cycle"));
        }
    }

    private static Input ended(BoardThread.Outcome<List<NodeReading>> outcome) {
        return switch (outcome) {
            case BoardThread.Outcome.Failed<List<NodeReading>> failed ->
                failed(SetupException.reason(failed.failure()));
            case BoardThread.Outcome.Done<List<NodeReading>> done -> {
                try {
                    yield new Input.BoardCycleEnded(0, Optional.of(blocks(done.value())), "");
                } catch (RuntimeException e) {
                    // Malformed or worse: whatever cannot be understood has not been read.
                    yield failed(SetupException.reason(e));
                }
            }
        };
    }

    private static Input failed(String why) {
        return new Input.BoardCycleEnded(0, Optional.empty(), why);
    }

    /// The highest incarnation that any node ever heard of: what the node wrote itself may have been emptied since.
    static long highestIncarnation(NodeId node, SortedMap<NodeId, NodeBlock> blocks) {
        NodeBlock own = blocks.get(node);
        long highest = own == null ? 0 : own.writer().incarnation();
        for (NodeBlock block : blocks.values()) {
            highest = Math.max(highest, block.newest().admitted().getOrDefault(node, 0L));
        }
        return highest;
    }

    /// The blocks of all nodes that ever wrote.
    ///
    /// @throws MalformedInput where a block is damaged or says nothing sensible
    static SortedMap<NodeId, NodeBlock> blocks(List<NodeReading> readings) {
        SortedMap<NodeId, NodeBlock> blocks = new TreeMap<>();
        for (NodeReading reading : readings) {
            switch (reading) {
                case NodeReading.Empty _ -> {}
                case NodeReading.Damaged damaged -> throw new MalformedInput(damaged.sentence(), 0);
                case NodeReading.Written written -> {
                    byte[] bytes = new byte[written.payload().remaining()];
                    written.payload().get(bytes);
                    blocks.put(new NodeId(written.node()), NodeBlockCodec.decode(bytes));
                }
            }
        }
        return blocks;
    }
}
