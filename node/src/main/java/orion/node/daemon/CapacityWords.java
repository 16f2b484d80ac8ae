package orion.node.daemon;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.Amounts;

/// What a person says that a node has: `memory=64000 cpu=8`.
final class CapacityWords {
    private CapacityWords() {}

    /// @param words the first one is the node
    /// @throws IllegalArgumentException with one sentence that names the word and the rule
    static Amounts of(List<String> words) {
        SortedMap<String, Integer> each = new TreeMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1 || !word.substring(equals + 1).matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException(
                        "'" + word + "' must be a name and a whole number of up to nine digits, such as memory=64000");
            }
            if (each.put(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("'" + word.substring(0, equals) + "' is there twice");
            }
        }
        return new Amounts(each);
    }
}
