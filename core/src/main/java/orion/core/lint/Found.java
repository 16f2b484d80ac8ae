package orion.core.lint;

import java.util.ArrayList;
import java.util.List;
import orion.core.configuration.Change;
import orion.core.configuration.ResourceDefinition;

/// What one rule finds.
final class Found {
    private final LintRule rule;
    private final List<Finding> findings = new ArrayList<>();

    private Found(LintRule rule) {
        this.rule = rule;
    }

    /// All that a rule finds.
    static List<Finding> by(LintRule rule, Situation situation) {
        Found found = new Found(rule);
        rule.look().accept(situation, found);
        return List.copyOf(found.findings);
    }

    /// About a field of a resource; empty for the resource as a whole.
    void resource(ResourceDefinition resource, String field, String text, String cure) {
        object(Change.resource(resource.name()), field, text, cure);
    }

    /// About the cluster as a whole.
    void cluster(Situation situation, String text, String cure) {
        object("cluster " + situation.configuration().clusterName(), "", text, cure);
    }

    /// About any object.
    void object(String object, String field, String text, String cure) {
        findings.add(new Finding(rule.name(), rule.severity(), object, field, text, cure));
    }
}
