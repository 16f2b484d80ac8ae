package orion.core.lint;

import orion.core.configuration.Amounts;
import orion.core.configuration.ResourceDefinition;

/// A resource that needs more than any of its nodes has.
final class NoNodeHasRoom {
    static final LintRule RULE = new LintRule(
            "no-node-has-room",
            Severity.WARNING,
            "a resource that needs more than any of its nodes has overloads every one of them",
            "lower `needs`, or say what the nodes have: `orion node capacity`",
            NoNodeHasRoom::look);

    private NoNodeHasRoom() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            resource.policy().placement().needs().each().forEach((what, amount) -> {
                boolean nowhere = situation.nodesOf(resource).stream()
                        .flatMap(name -> situation.configuration().nodeNamed(name).stream())
                        .allMatch(node -> node.capacity().each().getOrDefault(what, Amounts.LARGEST) < amount);
                if (nowhere) {
                    found.resource(
                            resource,
                            "needs",
                            "it needs " + amount + " of " + what + ", and none of its nodes has so much",
                            "orion set " + resource.name() + " needs." + what
                                    + "=NUMBER, or say what a node has: orion node capacity NODE " + what + "="
                                    + amount);
                }
            });
        }
    }
}
