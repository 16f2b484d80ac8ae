package orion.core.lint;

import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// A failback before the node has proved that it stays.
final class FailbackHasty {
    static final LintRule RULE = new LintRule(
            "failback-hasty",
            Severity.WARNING,
            "a failback costs an outage: a node that has been in for less than the tolerance, or than the load takes, may go again at once",
            "make `failback-after` longer",
            FailbackHasty::look);

    private FailbackHasty() {}

    private static void look(Situation situation, Found found) {
        long tolerance = situation.configuration().timing().toleranceMillis();
        for (ResourceDefinition resource : situation.resources()) {
            ResourcePolicy policy = resource.policy();
            long patience = 1_000L * policy.failbackAfterSeconds();
            int load = situation.loadMillis(resource);
            if (policy.failback() == ResourcePolicy.Mode.AUTO && patience < Math.max(tolerance, load)) {
                String than = patience < tolerance
                        ? "the tolerance of " + tolerance + " ms"
                        : "its load, which took " + load + " ms";
                found.resource(
                        resource,
                        "failback-after",
                        "it goes back to a node that has been in for " + policy.failbackAfterSeconds()
                                + " s, less than " + than + ": a node that fails again and again takes it along",
                        "orion set " + resource.name() + " failback-after="
                                + Math.max(ResourcePolicy.DEFAULT_FAILBACK_AFTER_SECONDS, 2 * (load / 1_000 + 1)));
            }
        }
    }
}
