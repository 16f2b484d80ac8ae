package orion.core.configuration;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How much a node has, or a resource needs, of what people count: memory, processors, licences. Names and units are
/// theirs.
///
/// @param each by name
public record Amounts(SortedMap<String, Integer> each) {
    public static final int MOST = 8;
    public static final int LARGEST = 1_000_000_000;

    public static final Amounts NONE = new Amounts(new TreeMap<>());

    /// @throws IllegalArgumentException with one sentence that names the amount and the rule
    public Amounts {
        if (each.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " amounts are counted, not " + each.size());
        }
        each.forEach((name, amount) -> {
            DefinitionRules.name("name of an amount", name);
            DefinitionRules.number("the amount of " + name, amount, 0, LARGEST);
        });
        each = Collections.unmodifiableSortedMap(new TreeMap<>(each));
    }
}
