package orion.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A set of nodes in one word is a sorted set like any other.
final class NodeSetTest {
    private static SortedSet<NodeId> tree(int bits) {
        SortedSet<NodeId> nodes = new TreeSet<>();
        for (int number = 1; number <= NodeId.LARGEST; number++) {
            if ((bits >> (number - 1) & 1) == 1) {
                nodes.add(new NodeId(number));
            }
        }
        return nodes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 0x80000000, 0xC0000001, 0x12345678, -1})
    void itIsLikeATreeOfTheSameNodes(int bits) {
        SortedSet<NodeId> tree = tree(bits);
        NodeSet set = NodeSet.copyOf(tree);

        assertThat(set.bits()).isEqualTo(bits);
        assertThat(new ArrayList<>(set)).isEqualTo(new ArrayList<>(tree));
        assertThat(new ArrayList<>(set.reversed())).isEqualTo(new ArrayList<>(tree.reversed()));
        assertThat(set.equals(tree) && tree.equals(set)).isTrue();
        assertThat(set.hashCode()).isEqualTo(tree.hashCode());
        assertThat(set.toString()).isEqualTo(tree.toString());
        assertThat(set.size()).isEqualTo(tree.size());
        NodeId three = new NodeId(3);
        for (int number = 1; number <= NodeId.LARGEST; number++) {
            NodeId node = new NodeId(number);
            NodeId above = new NodeId(3 + number / 2);
            assertThat(set.contains(node)).isEqualTo(tree.contains(node));
            assertThat(tree.headSet(node).equals(set.headSet(node))).isTrue();
            assertThat(tree.tailSet(node).equals(set.tailSet(node))).isTrue();
            assertThat(tree.subSet(three, above).equals(set.subSet(three, above)))
                    .isTrue();
            assertThat(set.with(node).contains(node) && set.with(node).containsAll(set))
                    .isTrue();
            assertThat(set.and(NodeSet.ALL.headSet(node)).equals(tree.headSet(node)))
                    .isTrue();
            assertThat(set.containsAll(NodeSet.NONE.with(node))).isEqualTo(tree.contains(node));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 0x80000000, -1})
    void itHasAFirstAndALast(int bits) {
        assertThat(NodeSet.ofBits(bits).first()).isEqualTo(tree(bits).first());
        assertThat(NodeSet.ofBits(bits).last()).isEqualTo(tree(bits).last());
    }

    @Test
    void nobodyChangesItAndNothingIsTheFirstOfNone() {
        NodeSet set = NodeSet.ofBits(7);
        assertThatThrownBy(() -> set.add(new NodeId(9))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> set.remove(new NodeId(1))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(NodeSet.NONE::first).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(NodeSet.NONE::last).isInstanceOf(NoSuchElementException.class);
    }
}
