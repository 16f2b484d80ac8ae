package orion.core.wire;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.StateId;

/// The small values that all messages and blocks are made of.
final class ModelFormat {
    private static final int MEMBER_BYTES = 9;

    /// By their number in a message.
    private static final List<Pause.Cause> CAUSES = List.of(
            Pause.Cause.UNKNOWN,
            Pause.Cause.COLLECTION,
            Pause.Cause.STOLEN,
            Pause.Cause.PROCESSORS_BUSY,
            Pause.Cause.PAGES_READ,
            Pause.Cause.ASLEEP,
            Pause.Cause.STOPPED,
            Pause.Cause.CLOCK_STEP);

    private ModelFormat() {}

    static void writeNode(BoundedWriter writer, NodeId node) {
        writer.uint8(node.number());
    }

    static NodeId readNode(BoundedReader reader) {
        return new NodeId(reader.uint8());
    }

    /// A set of nodes: one bit for each of 32.
    static void writeNodes(BoundedWriter writer, Collection<NodeId> nodes) {
        int bits = 0;
        for (NodeId node : nodes) {
            bits |= 1 << (node.number() - 1);
        }
        writer.int32(bits);
    }

    static SortedSet<NodeId> readNodes(BoundedReader reader) {
        int bits = reader.int32();
        SortedSet<NodeId> nodes = new TreeSet<>();
        for (int number = 1; number <= NodeId.LARGEST; number++) {
            if ((bits & (1 << (number - 1))) != 0) {
                nodes.add(new NodeId(number));
            }
        }
        return nodes;
    }

    /// A number for each of some nodes.
    static void writeNumbers(BoundedWriter writer, SortedMap<NodeId, Long> numbers) {
        writeNodes(writer, numbers.keySet());
        numbers.values().forEach(writer::int64);
    }

    static SortedMap<NodeId, Long> readNumbers(BoundedReader reader) {
        SortedMap<NodeId, Long> numbers = new TreeMap<>();
        for (NodeId node : readNodes(reader)) {
            numbers.put(node, reader.int64());
        }
        return numbers;
    }

    static void writeMember(BoundedWriter writer, Member member) {
        writer.uint8(member.node().number()).int64(member.incarnation());
    }

    static Member readMember(BoundedReader reader) {
        return new Member(readNode(reader), reader.int64());
    }

    static void writeMembers(BoundedWriter writer, SortedSet<Member> members) {
        writer.all(members, NodeId.LARGEST, ModelFormat::writeMember);
    }

    static SortedSet<Member> readMembers(BoundedReader reader) {
        return reader.set(NodeId.LARGEST, MEMBER_BYTES, ModelFormat::readMember);
    }

    static void writePause(BoundedWriter writer, Pause pause) {
        writer.int32(pause.millis()).uint8(CAUSES.indexOf(pause.cause()));
    }

    static Pause readPause(BoundedReader reader) {
        int millis = reader.int32();
        int cause = reader.uint8();
        if (millis < 0 || cause >= CAUSES.size()) {
            throw reader.malformed("a pause of " + millis + " ms and cause " + cause);
        }
        return new Pause(millis, CAUSES.get(cause));
    }

    static void writeLevels(BoundedWriter writer, Levels levels) {
        writer.uint8(levels.lowest()).uint8(levels.highest());
    }

    static Levels readLevels(BoundedReader reader) {
        return new Levels(reader.uint8(), reader.uint8());
    }

    static void writeStateId(BoundedWriter writer, StateId id) {
        writer.int64(id.generation()).int64(id.version());
    }

    static StateId readStateId(BoundedReader reader) {
        return new StateId(reader.int64(), reader.int64());
    }

    static void writeGeneration(BoundedWriter writer, Generation generation) {
        writer.int64(generation.number()).int64(generation.run()).uint8(generation.level());
        writeNode(writer, generation.decider());
        writeNodes(writer, generation.members());
        writeNodes(writer, generation.excluded());
        writeNumbers(writer, generation.admitted());
    }

    static Generation readGeneration(BoundedReader reader) {
        long number = reader.int64();
        long run = reader.int64();
        int level = reader.uint8();
        NodeId decider = readNode(reader);
        SortedSet<NodeId> members = readNodes(reader);
        SortedSet<NodeId> excluded = readNodes(reader);
        Generation generation = new Generation(number, run, level, decider, members, excluded, readNumbers(reader));
        // Asked for here, where a bad incarnation is a malformed input and not yet a broken invariant.
        for (NodeId node : List.copyOf(generation.admitted().keySet())) {
            generation.admittedMember(node);
        }
        return generation;
    }
}
