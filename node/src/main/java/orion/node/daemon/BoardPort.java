package orion.node.daemon;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import orion.core.Input;
import orion.core.model.NodeId;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.MalformedInput;
import orion.core.wire.NodeBlockCodec;
import orion.node.board.BoardDisks;
import orion.node.board.BoardException;
import orion.node.board.BoardThread;
import orion.node.board.LastWords;
import orion.node.board.NodeReading;

/// Carries board cycles from the protocol to the threads of the disks and back, for one life. A block that cannot be
/// read fails the whole cycle on that disk: taking it for one that was never written could forget a promise made in it.
final class BoardPort {
    private final BoardDisks board;
    private final NodeId self;
    private final LastWords.Shelf lastWords;
    private final Letterboxes letterboxes;
    private final DiskWatch watch;
    private final Consumer<Letterbox.Letter> post;
    private final Consumer<Input> report;
    private Optional<NodeBlock> begun = Optional.empty();
    private IntFunction<LastWords.Keeper> keepers = _ -> (offset, block) -> {};

    /// What a cycle brings: all blocks, and what is new in this node's mailbox.
    private record Beat(List<NodeReading> readings, Optional<Letterbox.Letter> letter) {}

    /// @param lastWords   keeps what the guard may write for this life when it has died (rule E2)
    /// @param post        takes what is new in the letterboxes
    BoardPort(
            BoardDisks board,
            NodeId self,
            LastWords.Shelf lastWords,
            Letterboxes letterboxes,
            DiskWatch watch,
            Consumer<Letterbox.Letter> post,
            Consumer<Input> report) {
        this.board = board;
        this.self = self;
        this.lastWords = lastWords;
        this.letterboxes = letterboxes;
        this.watch = watch;
        this.post = post;
        this.report = report;
    }

    /// Begins the part of a cycle that one disk has; the same block comes for each disk that takes part.
    void begin(int disk, NodeBlock block) {
        if (!begun.equals(Optional.of(block))) {
            begun = Optional.of(block);
            keepers = lastWords.begin();
        }
        byte[] payload = NodeBlockCodec.encode(block);
        byte[] last = NodeBlockCodec.encode(block.lastWords());
        LastWords words = new LastWords(ByteBuffer.wrap(last), keepers.apply(disk));
        boolean taken = board.disk(disk)
                .beat(
                        device -> {
                            List<NodeReading> readings = device.cycle(self.number(), ByteBuffer.wrap(payload), words);
                            return new Beat(readings, letterboxes.look(disk, device));
                        },
                        outcome -> ended(disk, outcome));
        if (!taken) {
            report.accept(failed(disk, "the board is still busy with an earlier cycle"));
        }
    }

    private void ended(int disk, BoardThread.Outcome<Beat> outcome) {
        Input.BoardCycleEnded ended = switch (outcome) {
            case BoardThread.Outcome.Failed<Beat> failed -> failed(disk, SetupException.reason(failed.failure()));
            case BoardThread.Outcome.Done<Beat> done -> read(disk, done.value().readings());
        };
        report.accept(ended);
        watch.ended(disk, ended.blocks(), ended.error());
        if (outcome instanceof BoardThread.Outcome.Done<Beat> done) {
            done.value().letter().ifPresent(post);
        }
    }

    private static Input.BoardCycleEnded read(int disk, List<NodeReading> readings) {
        try {
            return new Input.BoardCycleEnded(disk, Optional.of(blocks(readings)), "");
        } catch (RuntimeException e) {
            // Malformed or worse: whatever cannot be understood has not been read.
            return failed(disk, SetupException.reason(e));
        }
    }

    private static Input.BoardCycleEnded failed(int disk, String why) {
        return new Input.BoardCycleEnded(disk, Optional.empty(), why);
    }

    /// The newest block of each node, as a majority of the disks has them (rule B2).
    ///
    /// @throws BoardException where fewer can be read, or hold a block that is damaged
    static SortedMap<NodeId, NodeBlock> newest(BoardDisks board) throws BoardException, InterruptedException {
        return NodeBlock.newest(board.ofMajority(device -> {
            try {
                return blocks(device.readAll());
            } catch (MalformedInput damaged) {
                throw new BoardException(BoardException.Fault.DAMAGED, SetupException.reason(damaged), damaged);
            }
        }));
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
