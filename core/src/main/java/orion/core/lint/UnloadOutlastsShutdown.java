package orion.core.lint;

import orion.core.configuration.ResourceDefinition;

/// A resource that may take longer to unload than its daemon waits.
final class UnloadOutlastsShutdown {
    static final LintRule RULE = new LintRule(
            "unload-outlasts-shutdown",
            Severity.WARNING,
            "a daemon that is told to end waits 840 s for its resources to be unloaded, then its guard stops them by"
                    + " force",
            "make `unload-timeout` shorter",
            UnloadOutlastsShutdown::look);

    private UnloadOutlastsShutdown() {}

    private static void look(Situation situation, Found found) {
        situation.host().ifPresent(host -> {
            for (ResourceDefinition resource : situation.resources()) {
                if (resource.unloadTimeoutSeconds() > host.shutdownSeconds()) {
                    found.resource(
                            resource,
                            "unload-timeout",
                            "it may take " + resource.unloadTimeoutSeconds()
                                    + " s to unload, and a daemon that is told to end waits " + host.shutdownSeconds()
                                    + " s, then it is stopped by force",
                            "orion set " + resource.name() + " unload-timeout=" + host.shutdownSeconds());
                }
            }
        });
    }
}
