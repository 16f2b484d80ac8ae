package orion.core.lint;

import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// Settings that do nothing.
final class WithoutEffect {
    static final LintRule RULE = new LintRule(
            "without-effect",
            Severity.ADVICE,
            "a setting that does nothing makes people rely on it",
            "leave it out, or set what it needs",
            WithoutEffect::look);

    private WithoutEffect() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            ResourcePolicy policy = resource.policy();
            String set = "orion set " + resource.name() + " ";
            if (policy.followsMaster() && !resource.preferredNodes().isEmpty()) {
                found.resource(
                        resource, "nodes", "it follows the master, so its nodes count for nothing", set + "nodes=");
            }
            boolean goesNowhere = resource.preferredNodes().isEmpty() || policy.followsMaster();
            if (policy.failback() != ResourcePolicy.Mode.DISABLE && goesNowhere) {
                found.resource(
                        resource,
                        "failback",
                        "it has no first node to go back to",
                        set + "'nodes=[NODE, NODE]', or " + set + "failback=");
            }
            policy.placement().needs().each().keySet().stream()
                    .filter(what -> situation.configuration().nodes().values().stream()
                            .noneMatch(node -> node.capacity().each().containsKey(what)))
                    .forEach(what -> found.resource(
                            resource,
                            "needs",
                            "it needs " + what + ", and of no node is said how much of that it has",
                            "orion node capacity NODE " + what + "=NUMBER"));
        }
    }
}
