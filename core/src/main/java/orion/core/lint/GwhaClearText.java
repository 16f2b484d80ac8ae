package orion.core.lint;

/// A gwha whose passwords anybody on the way may read.
final class GwhaClearText {
    static final LintRule RULE = new LintRule(
            "gwha-clear-text",
            Severity.WARNING,
            "whoever listens on the network reads the account by which the agents of this host are stopped and started",
            "`ssl = yes`, with `key` and `cert`, in `gwha.conf`, see [agents](agents.md)",
            GwhaClearText::look);

    private GwhaClearText() {}

    private static void look(Situation situation, Found found) {
        situation
                .host()
                .ifPresent(host -> host.agents()
                        .clearText()
                        .ifPresent(file -> found.object(
                                "node " + situation.configuration().nameOf(host.self()),
                                "",
                                "gwha of this host takes passwords in clear text (ssl = no in " + file
                                        + "): whoever listens on the network can stop and start its agents",
                                "set ssl = yes, key and cert in " + file + ", and restart gwha")));
    }
}
