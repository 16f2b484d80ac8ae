package orion.core.lint;

import orion.core.model.Timing;

/// Times for which no watchdog of the kernel is short enough.
final class NoWatchdogFits {
    static final LintRule RULE = new LintRule(
            "no-watchdog-fits",
            Severity.WARNING,
            "watchdogs of the kernel count whole seconds, and a shorter one would be needed: a host that freezes is not reset in time",
            "`orion init --heartbeat MS --tolerance MS`, when the cluster is made: a tolerance of four heartbeats and a second at least",
            NoWatchdogFits::look);

    private NoWatchdogFits() {}

    private static void look(Situation situation, Found found) {
        Timing timing = situation.configuration().timing();
        if (situation.hasSeveralHosts() && timing.longestWatchdogMillis() < 1_000) {
            found.cluster(
                    situation,
                    "with a heartbeat of " + timing.heartbeatMillis() + " ms and a tolerance of "
                            + timing.toleranceMillis() + " ms, a watchdog would have to reset a host within "
                            + timing.longestWatchdogMillis() + " ms, and those of the kernel count whole seconds",
                    "the times are set when a cluster is made: orion init --tolerance "
                            + Math.max(8 * timing.heartbeatMillis(), 4 * timing.heartbeatMillis() + 1_000));
        }
    }
}
