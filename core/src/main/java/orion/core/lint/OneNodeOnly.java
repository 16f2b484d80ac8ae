package orion.core.lint;

import orion.core.configuration.ResourceDefinition;

/// A resource that has nowhere to go.
final class OneNodeOnly {
    static final LintRule RULE = new LintRule(
            "one-node-only",
            Severity.WARNING,
            "a resource with one node stays down for as long as that node is out",
            "name another node in `nodes`",
            OneNodeOnly::look);

    private OneNodeOnly() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            if (situation.hasSeveralNodes() && situation.nodesOf(resource).size() == 1) {
                String only = situation.nodesOf(resource).first();
                found.resource(
                        resource,
                        "nodes",
                        "only " + only + " may run it: when " + only + " is lost it stays down",
                        "orion set " + resource.name() + " 'nodes=[" + only + ", OTHER]'");
            }
        }
    }
}
