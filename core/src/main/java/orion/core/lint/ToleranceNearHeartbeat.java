package orion.core.lint;

import orion.core.model.Timing;

/// A tolerance that bears no more than the fewest late signs of life.
final class ToleranceNearHeartbeat {
    static final LintRule RULE = new LintRule(
            "tolerance-near-heartbeat",
            Severity.WARNING,
            "with a tolerance of less than seven heartbeats, a short pause of a host or network is enough to cast a node out",
            "`orion init --tolerance MS`, when the cluster is made: eight heartbeats are usual",
            ToleranceNearHeartbeat::look);

    private ToleranceNearHeartbeat() {}

    private static void look(Situation situation, Found found) {
        Timing timing = situation.configuration().timing();
        if (timing.toleranceMillis() < 7 * timing.heartbeatMillis()) {
            found.cluster(
                    situation,
                    "its tolerance of " + timing.toleranceMillis() + " ms is hardly more than the six heartbeats of "
                            + timing.heartbeatMillis() + " ms that are the least: short pauses cast nodes out",
                    "the times are set when a cluster is made: orion init --tolerance " + 8 * timing.heartbeatMillis());
        }
    }
}
