package orion.core.lint;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.ResourceDefinition;

/// Resources that all begin on one node.
final class OneFavourite {
    static final LintRule RULE = new LintRule(
            "one-favourite",
            Severity.ADVICE,
            "where all resources prefer one node, it carries everything, and its loss is the loss of every service at once",
            "begin `nodes` with different ones",
            OneFavourite::look);

    private OneFavourite() {}

    private static void look(Situation situation, Found found) {
        List<ResourceDefinition> choosing = situation.resources().stream()
                .filter(resource -> !resource.policy().followsMaster())
                .toList();
        SortedSet<String> favourites = new TreeSet<>();
        choosing.forEach(resource -> favourites.add(
                resource.preferredNodes().isEmpty()
                        ? ""
                        : resource.preferredNodes().getFirst()));
        // Of two nodes, one may be there for nothing else but to wait.
        boolean wasteful = situation.configuration().nodes().size() > 2 && choosing.size() > 1;
        if (wasteful && favourites.size() == 1 && !favourites.first().isEmpty()) {
            found.object(
                    "node " + favourites.first(),
                    "",
                    "all " + choosing.size() + " resources prefer it: its loss stops every service at once, and the"
                            + " other nodes do nothing",
                    "begin 'nodes' of some resources with another node");
        }
    }
}
