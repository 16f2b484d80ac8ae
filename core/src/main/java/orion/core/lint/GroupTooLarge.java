package orion.core.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ResourceDefinition;

/// An exclusion group with more members than nodes.
final class GroupTooLarge {
    static final LintRule RULE = new LintRule(
            "group-too-large",
            Severity.WARNING,
            "a node runs one resource of an exclusion group: where there are more of them than nodes, one never runs",
            "take a resource out of the group, or give its members more nodes",
            GroupTooLarge::look);

    private GroupTooLarge() {}

    private static void look(Situation situation, Found found) {
        SortedMap<String, List<ResourceDefinition>> groups = new TreeMap<>();
        for (ResourceDefinition resource : situation.resources()) {
            resource.policy()
                    .placement()
                    .apart()
                    .forEach(group -> groups.computeIfAbsent(group, _ -> new ArrayList<>())
                            .add(resource));
        }
        groups.forEach((group, members) -> {
            SortedSet<String> nodes = new TreeSet<>();
            members.forEach(member -> nodes.addAll(situation.nodesOf(member)));
            if (members.size() > nodes.size()) {
                found.resource(
                        members.getLast(),
                        "apart",
                        "exclusion group " + group + " has " + members.size() + " resources and " + nodes.size()
                                + (nodes.size() == 1 ? " node" : " nodes") + " for them: one of them never runs",
                        "take a resource out of group " + group + ", or give its members more nodes");
            }
        });
    }
}
