package orion.core.lint;

import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.ResourceDefinition;

/// A single failed look that reboots a host.
final class RebootAtOnce {
    static final LintRule RULE = new LintRule(
            "reboot-at-once",
            Severity.DANGER,
            "with `then: reboot`, no restarts and one time-out, a single look that takes too long reboots a host with everything on it",
            "allow restarts (`monitor.restarts`), or several looks without an answer (`monitor.timeouts`)",
            RebootAtOnce::look);

    private RebootAtOnce() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            MonitoringPolicy monitoring = resource.policy().monitoring();
            if (monitoring.action() == MonitoringPolicy.Action.REBOOT
                    && monitoring.restarts() == 0
                    && monitoring.timeouts() == 1) {
                found.resource(
                        resource,
                        "monitor",
                        "one look that fails, or takes longer than " + monitoring.timeoutSeconds()
                                + " s, reboots its host with everything that runs there",
                        "orion set " + resource.name() + " monitor.restarts=" + MonitoringPolicy.USUAL.restarts());
            }
        }
    }
}
