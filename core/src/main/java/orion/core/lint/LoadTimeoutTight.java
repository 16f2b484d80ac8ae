package orion.core.lint;

import orion.core.configuration.ResourceDefinition;

/// A load that nearly ran out of time.
final class LoadTimeoutTight {
    static final LintRule RULE = new LintRule(
            "load-timeout-tight",
            Severity.WARNING,
            "a load that took three quarters of its time-out runs out of it on a busy node, which is when it matters",
            "make `load-timeout` longer",
            LoadTimeoutTight::look);

    private LoadTimeoutTight() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            long load = situation.loadMillis(resource);
            if (4 * load > 3_000L * resource.loadTimeoutSeconds()) {
                found.resource(
                        resource,
                        "load-timeout",
                        "its last load took " + load + " ms of the " + resource.loadTimeoutSeconds()
                                + " s that it may take: on a busy node it will fail",
                        "orion set " + resource.name() + " load-timeout=" + (2 * load / 1_000 + 1));
            }
        }
    }
}
