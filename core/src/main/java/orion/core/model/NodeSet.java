package orion.core.model;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A set of nodes that never changes, in one word with a bit for each possible node. Who hears whom is compared for all
/// pairs of nodes whenever something happens, so this has to cost next to nothing.
public final class NodeSet extends AbstractSet<NodeId> implements SortedSet<NodeId> {
    private static final NodeId[] NODES = new NodeId[NodeId.LARGEST];
    public static final NodeSet NONE = new NodeSet(0);
    /// Every node there can be.
    public static final NodeSet ALL = new NodeSet(-1);

    static {
        for (int i = 0; i < NODES.length; i++) {
            NODES[i] = new NodeId(i + 1);
        }
    }

    private final int bits;

    private NodeSet(int bits) {
        this.bits = bits;
    }

    /// The nodes whose bits are set, node 1 having the lowest.
    public static NodeSet ofBits(int bits) {
        return bits == 0 ? NONE : new NodeSet(bits);
    }

    public static NodeSet copyOf(Collection<NodeId> nodes) {
        if (nodes instanceof NodeSet same) {
            return same;
        }
        int bits = 0;
        for (NodeId node : nodes) {
            bits |= bit(node);
        }
        return ofBits(bits);
    }

    /// The bit that stands for a node.
    public static int bit(NodeId node) {
        return 1 << (node.number() - 1);
    }

    public int bits() {
        return bits;
    }

    public NodeSet with(NodeId node) {
        return ofBits(bits | bit(node));
    }

    /// Those of this set that are in the other one too.
    public NodeSet and(Collection<NodeId> others) {
        return ofBits(bits & copyOf(others).bits);
    }

    @Override
    public boolean contains(@Nullable Object thing) {
        return thing instanceof NodeId node && (bits & bit(node)) != 0;
    }

    @Override
    public boolean containsAll(Collection<?> others) {
        return others instanceof NodeSet set ? (set.bits & ~bits) == 0 : super.containsAll(others);
    }

    @Override
    public int size() {
        return Integer.bitCount(bits);
    }

    @Override
    public Iterator<NodeId> iterator() {
        return new Iterator<>() {
            private int rest = bits;

            @Override
            public boolean hasNext() {
                return rest != 0;
            }

            @Override
            public NodeId next() {
                if (rest == 0) {
                    throw new NoSuchElementException();
                }
                int index = Integer.numberOfTrailingZeros(rest);
                rest &= rest - 1;
                return NODES[index];
            }
        };
    }

    @Override
    public java.util.@Nullable Comparator<? super NodeId> comparator() {
        return null;
    }

    @Override
    public NodeSet subSet(NodeId from, NodeId below) {
        return ofBits(bits & (bit(below) - 1) & -bit(from));
    }

    @Override
    public NodeSet headSet(NodeId below) {
        return ofBits(bits & (bit(below) - 1));
    }

    @Override
    public NodeSet tailSet(NodeId from) {
        return ofBits(bits & -bit(from));
    }

    @Override
    public NodeId first() {
        return iterator().next();
    }

    @Override
    public NodeId last() {
        if (bits == 0) {
            throw new NoSuchElementException();
        }
        return NODES[31 - Integer.numberOfLeadingZeros(bits)];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeSet set ? bits == set.bits : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
