package orion.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A map with a place for each node is a sorted map like any other.
final class NodeMapTest {
    private static final NodeId[] KEYS = {new NodeId(32), new NodeId(5), new NodeId(1), new NodeId(17)};

    @Test
    void itIsLikeATreeWithTheSameEntries() {
        SortedMap<NodeId, String> tree = new TreeMap<>();
        SortedMap<NodeId, String> map = new NodeMap<>();
        for (NodeId key : KEYS) {
            assertThat(map.put(key, "old")).isEqualTo(tree.put(key, "old"));
            assertThat(map.put(key, key.toString())).isEqualTo(tree.put(key, key.toString()));
            assertThat(map.equals(tree) && tree.equals(map)).isTrue();
            assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(tree.entrySet()));
            assertThat(new ArrayList<>(map.values())).isEqualTo(new ArrayList<>(tree.values()));
            assertThat(map.firstKey()).isEqualTo(tree.firstKey());
            assertThat(map.lastKey()).isEqualTo(tree.lastKey());
        }
        NodeId five = new NodeId(5);
        assertThat(map.headMap(five).equals(tree.headMap(five))).isTrue();
        assertThat(map.tailMap(five).equals(tree.tailMap(five))).isTrue();
        assertThat(map.subMap(five, KEYS[0]).equals(tree.subMap(five, KEYS[0]))).isTrue();
        assertThat(map.containsKey(new NodeId(6))).isFalse();
        assertThat(map.get(new NodeId(6))).isNull();
        assertThat(map.remove(five)).isEqualTo(tree.remove(five));
        assertThat(map.keySet().removeIf(node -> node.number() > 20)).isTrue();
        assertThat(tree.keySet().removeIf(node -> node.number() > 20)).isTrue();
        assertThat(map.values().remove(KEYS[3].toString())).isTrue();
        assertThat(tree.values().remove(KEYS[3].toString())).isTrue();
        assertThat(map.equals(tree) && map.hashCode() == tree.hashCode()).isTrue();
    }

    @Test
    void aCopyIsAMapOfItsOwn() {
        NodeMap<String> map = new NodeMap<>();
        map.put(KEYS[1], "five");
        NodeMap<String> copy = new NodeMap<>(map);
        map.clear();

        assertThat(copy.size()).isEqualTo(1);
        assertThat(copy.get(KEYS[1])).isEqualTo("five");
        assertThat(map.isEmpty()).isTrue();
        assertThatThrownBy(map::firstKey).isInstanceOf(NoSuchElementException.class);
    }
}
