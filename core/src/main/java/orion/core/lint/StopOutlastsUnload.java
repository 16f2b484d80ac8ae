package orion.core.lint;

import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// Services that may take longer to end than their resource may take to unload.
final class StopOutlastsUnload {
    static final LintRule RULE = new LintRule(
            "stop-outlasts-unload",
            Severity.WARNING,
            "the stop time-outs of its services use up the time in which the resource must be unloaded: volumes and addresses behind them are taken down in haste",
            "make `unload-timeout` longer than all `stop-timeout` together",
            StopOutlastsUnload::look);

    private StopOutlastsUnload() {}

    private static void look(Situation situation, Found found) {
        for (ResourceDefinition resource : situation.resources()) {
            int stops = resource.parts().stream()
                    .filter(PartDefinition.Command.class::isInstance)
                    .mapToInt(part -> ((PartDefinition.Command) part).stopTimeoutSeconds())
                    .sum();
            if (stops >= resource.unloadTimeoutSeconds()) {
                found.resource(
                        resource,
                        "unload-timeout",
                        "its services may take " + stops + " s to stop, and all of it must be unloaded within "
                                + resource.unloadTimeoutSeconds() + " s",
                        "orion set " + resource.name() + " unload-timeout=" + 2 * stops);
            }
        }
    }
}
