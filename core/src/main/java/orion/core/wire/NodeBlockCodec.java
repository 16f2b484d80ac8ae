package orion.core.wire;

import java.util.SortedSet;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;

/// What a node keeps on the white board, as bytes. Checksum and authentication are the board's business.
public final class NodeBlockCodec {
    /// A block of the board has 4096 bytes; the rest is the board's own frame.
    public static final int LONGEST = 3900;

    private static final int VERSION = 2;

    private NodeBlockCodec() {}

    public static byte[] encode(NodeBlock block) {
        return BoundedWriter.whole(LONGEST, block, NodeBlockCodec::write);
    }

    /// Reads one block.
    ///
    /// @throws MalformedInput where the bytes are anything else than one block
    public static NodeBlock decode(byte[] bytes) {
        return BoundedReader.whole(bytes, LONGEST, NodeBlockCodec::read);
    }

    private static void write(BoundedWriter writer, NodeBlock block) {
        writer.uint8(VERSION);
        ModelFormat.writeMember(writer, block.writer());
        writer.int64(block.tick());
        ModelFormat.writeGeneration(writer, block.newest());
        writeBallot(writer, block.ballot());
        ModelFormat.writeNodes(writer, block.hears());
        writer.flag(block.linkUp()).flag(block.stopped());
    }

    private static NodeBlock read(BoundedReader reader) {
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("the block is of version " + version + ", this release reads version " + VERSION);
        }
        Member writer = ModelFormat.readMember(reader);
        long tick = reader.int64();
        Generation newest = ModelFormat.readGeneration(reader);
        Ballot ballot = readBallot(reader);
        SortedSet<NodeId> hears = ModelFormat.readNodes(reader);
        return new NodeBlock(writer, tick, newest, ballot, hears, reader.flag(), reader.flag());
    }

    private static void writeBallot(BoundedWriter writer, Ballot ballot) {
        writer.int64(ballot.generation()).int64(ballot.promised()).int64(ballot.accepted());
        writer.optional(ballot.value(), ModelFormat::writeGeneration);
    }

    private static Ballot readBallot(BoundedReader reader) {
        return new Ballot(reader.int64(), reader.int64(), reader.int64(), reader.optional(ModelFormat::readGeneration));
    }
}
