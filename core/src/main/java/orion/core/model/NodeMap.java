package orion.core.model;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something about each of some nodes, in a row with a place for each possible node, so that looking one up costs next
/// to nothing. In the order of node numbers.
public final class NodeMap<V> extends AbstractMap<NodeId, V> implements SortedMap<NodeId, V> {
    private final @Nullable Object[] values = new Object[NodeId.LARGEST];
    private NodeSet nodes = NodeSet.NONE;

    public NodeMap() {}

    public NodeMap(Map<NodeId, V> others) {
        if (others instanceof NodeMap<V> same) {
            System.arraycopy(same.values, 0, values, 0, values.length);
            nodes = same.nodes;
        } else {
            putAll(others);
        }
    }

    @SuppressWarnings("unchecked") // only put fills the row
    private @Nullable V at(NodeId node) {
        return (V) values[node.number() - 1];
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return key instanceof NodeId node ? at(node) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return nodes.contains(key);
    }

    @Override
    public int size() {
        return nodes.size();
    }

    @Override
    public @Nullable V put(NodeId node, V value) {
        V before = at(node);
        values[node.number() - 1] = value;
        nodes = nodes.with(node);
        return before;
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        V before = get(key);
        if (key instanceof NodeId node) {
            values[node.number() - 1] = null;
            nodes = NodeSet.ofBits(nodes.bits() & ~NodeSet.bit(node));
        }
        return before;
    }

    @Override
    public void clear() {
        Arrays.fill(values, null);
        nodes = NodeSet.NONE;
    }

    @Override
    public Set<Entry<NodeId, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return nodes.size();
            }

            @Override
            public Iterator<Entry<NodeId, V>> iterator() {
                return new Entries();
            }
        };
    }

    /// Without an entry for each: what is known of all nodes is looked through whenever something happens.
    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return nodes.size();
            }

            @Override
            public Iterator<V> iterator() {
                return new Values();
            }
        };
    }

    /// Goes from place to place.
    private abstract class Places<T> implements Iterator<T> {
        private final Iterator<NodeId> keys = nodes.iterator();
        private @Nullable NodeId last;

        @Override
        public final boolean hasNext() {
            return keys.hasNext();
        }

        @Override
        public final T next() {
            NodeId node = keys.next();
            last = node;
            V value = at(node);
            if (value == null) {
                throw new IllegalStateException("nothing is known about " + node);
            }
            return found(node, value);
        }

        abstract T found(NodeId node, V value);

        @Override
        public final void remove() {
            NodeMap.this.remove(last);
        }
    }

    private final class Entries extends Places<Entry<NodeId, V>> {
        @Override
        Entry<NodeId, V> found(NodeId node, V value) {
            return new SimpleImmutableEntry<>(node, value);
        }
    }

    private final class Values extends Places<V> {
        @Override
        V found(NodeId node, V value) {
            return value;
        }
    }

    @Override
    public @Nullable Comparator<? super NodeId> comparator() {
        return null;
    }

    @Override
    public SortedMap<NodeId, V> subMap(NodeId from, NodeId below) {
        return new TreeMap<>(this).subMap(from, below);
    }

    @Override
    public SortedMap<NodeId, V> headMap(NodeId below) {
        return new TreeMap<>(this).headMap(below);
    }

    @Override
    public SortedMap<NodeId, V> tailMap(NodeId from) {
        return new TreeMap<>(this).tailMap(from);
    }

    @Override
    public NodeId firstKey() {
        return nodes.first();
    }

    @Override
    public NodeId lastKey() {
        return nodes.last();
    }
}
