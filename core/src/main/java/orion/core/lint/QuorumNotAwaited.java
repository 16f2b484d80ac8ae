package orion.core.lint;

/// A quorum for which nobody waits.
final class QuorumNotAwaited {
    static final LintRule RULE = new LintRule(
            "quorum-not-awaited",
            Severity.WARNING,
            "a quorum time-out of 0 means that the quorum is not waited for at all",
            "`orion init --quorum-timeout S`, when the cluster is made",
            QuorumNotAwaited::look);

    private QuorumNotAwaited() {}

    private static void look(Situation situation, Found found) {
        int quorum = situation.configuration().quorumMembership();
        if (quorum > 1 && situation.configuration().quorumTimeoutSeconds() == 0) {
            found.cluster(
                    situation,
                    "its quorum of " + quorum + " nodes is waited for 0 s, so it is as if it were 1",
                    "the time-out is set when a cluster is made: orion init --quorum-timeout 60");
        }
    }
}
