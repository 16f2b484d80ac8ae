package orion.core.lint;

/// Fencing devices for some nodes only.
final class FencingIncomplete {
    static final LintRule RULE = new LintRule(
            "fencing-incomplete",
            Severity.WARNING,
            "of a node without a fencing device, proof is waited for as if there were none, while those of the others end the wait",
            "name every node in `fencing.yaml`, see [fencing](fencing.md)",
            FencingIncomplete::look);

    private FencingIncomplete() {}

    private static void look(Situation situation, Found found) {
        situation.host().filter(host -> !host.fenced().isEmpty()).ifPresent(host -> {
            situation.configuration().nodes().values().stream()
                    .filter(node -> !node.id().equals(host.self()))
                    .filter(node -> !host.fenced().contains(node.name()))
                    .forEach(node -> found.object(
                            "node " + node.name(),
                            "",
                            "fencing.yaml of " + situation.configuration().nameOf(host.self())
                                    + " has devices for others, and none for this node",
                            "add " + node.name() + " to fencing.yaml on every node, and start the daemons anew"));
        });
    }
}
