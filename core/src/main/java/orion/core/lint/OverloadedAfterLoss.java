package orion.core.lint;

import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ClusterConfiguration;
import orion.core.resource.WhatIf;

/// A node that has too little for what it must take over.
final class OverloadedAfterLoss {
    static final LintRule RULE = new LintRule(
            "overloaded-after-loss",
            Severity.WARNING,
            "rehearsed with all nodes up: after the loss of one node another must carry more than it has",
            "add capacity, or move resources; `orion what-if` tells more",
            OverloadedAfterLoss::look);

    private OverloadedAfterLoss() {}

    private static void look(Situation situation, Found found) {
        ClusterConfiguration configuration = situation.configuration();
        SortedMap<String, WhatIf.Overload> worst = new TreeMap<>();
        SortedMap<String, String> after = new TreeMap<>();
        for (WhatIf.Loss loss : situation.losses()) {
            for (WhatIf.Overload overload : loss.overloads()) {
                String key = configuration.nameOf(overload.node()) + "/" + overload.what();
                WhatIf.Overload known = worst.get(key);
                if (!overload.node().equals(loss.node()) && (known == null || overload.needed() > known.needed())) {
                    worst.put(key, overload);
                    after.put(key, configuration.nameOf(loss.node()));
                }
            }
        }
        worst.forEach((key, overload) -> found.object(
                "node " + configuration.nameOf(overload.node()),
                "capacity",
                "without " + after.get(key) + " its resources would need " + overload.needed() + " of "
                        + overload.what() + ", and it has " + overload.capacity(),
                "give it more, or have resources go elsewhere; then: orion node capacity "
                        + configuration.nameOf(overload.node()) + " " + overload.what() + "=" + overload.needed()));
    }
}
