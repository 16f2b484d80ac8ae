package orion.core.lint;

/// A single daemon of a resource that the host starts by itself.
final class AgentStartsAtBoot {
    static final LintRule RULE = new LintRule(
            "agent-starts-at-boot",
            Severity.DANGER,
            "the host would start an agent of a resource at boot, also where the cluster does not want it: it may run on two nodes then",
            "what `grpwise check` says on that host, see [agents](agents.md)",
            AgentStartsAtBoot::look);

    private AgentStartsAtBoot() {}

    private static void look(Situation situation, Found found) {
        situation
                .host()
                .ifPresent(host -> host.agents()
                        .startedAtBoot()
                        .forEach(start -> found.object(
                                "node " + situation.configuration().nameOf(host.self()),
                                "",
                                start.text(),
                                start.cure())));
    }
}
