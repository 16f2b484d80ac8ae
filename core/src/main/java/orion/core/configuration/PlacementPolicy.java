package orion.core.configuration;

import java.util.LinkedHashSet;
import java.util.List;

/// How a resource gets along with others where nodes are chosen.
///
/// @param apart    exclusion groups it belongs to: a node runs one resource of each group at most
/// @param priority those with a higher one are placed and ordered first
/// @param after    resources that must run before it is loaded
/// @param needs    how much of a node's capacity it takes
public record PlacementPolicy(List<String> apart, int priority, List<String> after, Amounts needs) {
    public static final int MOST_GROUPS = 8;
    public static final int MOST_BEFORE = 16;
    public static final int HIGHEST_PRIORITY = 65_535;

    /// It gets along with everybody, and nobody has to wait for it.
    public static final PlacementPolicy USUAL = new PlacementPolicy(List.of(), 0, List.of());

    /// Of what takes no room.
    public PlacementPolicy(List<String> apart, int priority, List<String> after) {
        this(apart, priority, after, Amounts.NONE);
    }

    /// @throws IllegalArgumentException with one sentence that names the field and the rule
    public PlacementPolicy {
        apart = List.copyOf(apart);
        DefinitionRules.count("apart", apart, 0, MOST_GROUPS);
        apart.forEach(group -> DefinitionRules.name("exclusion group", group));
        after = List.copyOf(after);
        DefinitionRules.count("after", after, 0, MOST_BEFORE);
        after.forEach(resource -> DefinitionRules.name("resource that must run before", resource));
        once("apart names a group", apart);
        once("after names a resource", after);
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority must be 0 to %d, not %d".formatted(HIGHEST_PRIORITY, priority));
        }
    }

    private static void once(String what, List<String> names) {
        if (new LinkedHashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException(what + " twice: " + String.join(", ", names));
        }
    }

    /// The same in other exclusion groups.
    public PlacementPolicy apartIn(List<String> groups) {
        return new PlacementPolicy(groups, priority, after, needs);
    }

    /// The same with another priority.
    public PlacementPolicy withPriority(int other) {
        return new PlacementPolicy(apart, other, after, needs);
    }

    /// The same, loaded when these run.
    public PlacementPolicy comingAfter(List<String> resources) {
        return new PlacementPolicy(apart, priority, resources, needs);
    }

    /// The same, taking so much of a node.
    public PlacementPolicy needing(Amounts amounts) {
        return new PlacementPolicy(apart, priority, after, amounts);
    }
}
