package orion.core.lint;

import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// A resource that nobody looks at.
final class Unmonitored {
    static final LintRule RULE = new LintRule(
            "unmonitored",
            Severity.WARNING,
            "a script without `monitor` counts as well for ever: nobody notices when what it started fails",
            "name a `monitor` script, which ends with 0 where all is well",
            Unmonitored::look);

    private Unmonitored() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            resource.parts().stream()
                    .filter(PartDefinition.Script.class::isInstance)
                    .map(PartDefinition.Script.class::cast)
                    .filter(script -> script.monitor().isEmpty())
                    .forEach(script -> found.resource(
                            resource,
                            "parts",
                            "nobody notices when what " + script.load() + " started fails: it has no monitor script",
                            "add to the part: monitor: PATH, a script that ends with 0 where all is well"));
        }
    }
}
