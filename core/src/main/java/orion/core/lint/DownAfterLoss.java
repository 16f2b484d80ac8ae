package orion.core.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ResourceDefinition;
import orion.core.resource.Phase;
import orion.core.resource.WhatIf;

/// A resource for which the loss of a node leaves no place.
final class DownAfterLoss {
    static final LintRule RULE = new LintRule(
            "down-after-loss",
            Severity.WARNING,
            "rehearsed with all nodes up: after the loss of one node no other may take the resource",
            "give it more nodes, or make its exclusion groups smaller; `orion what-if` tells more",
            DownAfterLoss::look);

    private DownAfterLoss() {}

    private static void look(Situation situation, Found found) {
        SortedMap<String, List<String>> lost = new TreeMap<>();
        SortedMap<String, String> reasons = new TreeMap<>();
        for (WhatIf.Loss loss : situation.losses()) {
            for (WhatIf.Fate fate : loss.fates()) {
                // Whoever wants to be asked is asked: that is no accident.
                if (fate.from().isPresent() && fate.phase() != Phase.RUNNING && fate.phase() != Phase.ALERT) {
                    lost.computeIfAbsent(fate.resource(), _ -> new ArrayList<>())
                            .add(situation.configuration().nameOf(loss.node()));
                    reasons.putIfAbsent(fate.resource(), fate.reason());
                }
            }
        }
        lost.forEach((name, nodes) -> {
            ResourceDefinition resource = situation.configuration().resource(name);
            if (situation.nodesOf(resource).size() > 1) {
                found.resource(
                        resource,
                        "nodes",
                        "without " + String.join(", or without ", nodes) + " it would not run: " + reasons.get(name),
                        "give it more nodes, or change what keeps it away; 'orion what-if' tells more");
            }
        });
    }
}
