package orion.core.lint;

import orion.core.configuration.FailoverLimit;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// A resource that may go from node to node while each dies of it.
final class KillsAllNodes {
    static final LintRule RULE = new LintRule(
            "kills-all-nodes",
            Severity.WARNING,
            "with `failovers.dead-nodes: 0`, a resource that kills its node is carried on until no node is left",
            "set `failovers.dead-nodes` to 3, the usual number",
            KillsAllNodes::look);

    private KillsAllNodes() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            boolean asks = resource.policy().failover() == ResourcePolicy.Mode.MANUAL;
            if (situation.hasSeveralNodes()
                    && !asks
                    && resource.policy().limit().deadNodes() == 0) {
                found.resource(
                        resource,
                        "failovers",
                        "if it is what kills its node, it is carried on to the next one until all are dead",
                        "orion set " + resource.name() + " failovers.dead-nodes=" + FailoverLimit.USUAL.deadNodes());
            }
        }
    }
}
