package orion.core.lint;

import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.ResourceDefinition;

/// Failures that count for too short to ever be too many.
final class FailuresForgotten {
    static final LintRule RULE = new LintRule(
            "failures-forgotten",
            Severity.WARNING,
            "failures that are found by looks are forgotten before there are too many of them: what hangs is restarted for ever, and `then` never comes",
            "make `monitor.within` longer, or `monitor.restarts` fewer",
            FailuresForgotten::look);

    private FailuresForgotten() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            MonitoringPolicy monitoring = resource.policy().monitoring();
            long each = (long) monitoring.timeouts() * (monitoring.everySeconds() + monitoring.timeoutSeconds());
            long all = monitoring.restarts() * each;
            if (all >= monitoring.withinSeconds()) {
                found.resource(
                        resource,
                        "monitor",
                        "if it hangs, each failure takes " + each + " s to be noticed, so " + monitoring.restarts()
                                + " restarts and one more never come within " + monitoring.withinSeconds()
                                + " s: it is restarted for ever",
                        "orion set " + resource.name() + " monitor.within=" + Math.min(86_400, 2 * all));
            }
        }
    }
}
