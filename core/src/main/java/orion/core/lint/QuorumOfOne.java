package orion.core.lint;

/// A cluster that starts with the first node that is up.
final class QuorumOfOne {
    static final LintRule RULE = new LintRule(
            "quorum-of-one",
            Severity.ADVICE,
            "after a start of the whole cluster, the first node that is up loads everything, because nobody waits for the others",
            "`orion init --quorum N`, when the cluster is made",
            QuorumOfOne::look);

    private QuorumOfOne() {}

    private static void look(Situation situation, Found found) {
        int nodes = situation.configuration().nodes().size();
        if (nodes > 2
                && !situation.isDemonstration()
                && situation.configuration().quorumMembership() == 1) {
            found.cluster(
                    situation,
                    "with a quorum of 1 the first of its " + nodes
                            + " nodes that is up after a power cut loads every resource, without waiting for others",
                    "the quorum is set when a cluster is made: orion init --quorum " + (nodes / 2 + 1));
        }
    }
}
