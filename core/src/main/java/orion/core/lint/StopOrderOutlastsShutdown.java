package orion.core.lint;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.ResourceDefinition;

/// Resources that are stopped one after the other for longer than their daemon waits.
final class StopOrderOutlastsShutdown {
    static final LintRule RULE = new LintRule(
            "stop-order-outlasts-shutdown",
            Severity.ADVICE,
            "what comes after a resource is stopped before it, and all of them together must be done before the daemon stops waiting",
            "make their `unload-timeout` shorter",
            StopOrderOutlastsShutdown::look);

    private StopOrderOutlastsShutdown() {}

    private static void look(Situation situation, Found found) {
        situation.host().ifPresent(host -> {
            SortedMap<String, Integer> sums = new TreeMap<>();
            SortedSet<String> awaited = new TreeSet<>();
            for (ResourceDefinition resource : situation.resources()) {
                awaited.addAll(resource.policy().placement().after());
            }
            for (ResourceDefinition resource : situation.resources()) {
                int sum = seconds(situation.configuration(), resource, sums);
                boolean inRow = !resource.policy().placement().after().isEmpty();
                if (inRow && !awaited.contains(resource.name()) && sum > host.shutdownSeconds()) {
                    found.resource(
                            resource,
                            "unload-timeout",
                            "it and those it comes after are unloaded one after the other, which may take " + sum
                                    + " s, and a daemon that is told to end waits " + host.shutdownSeconds() + " s",
                            "make 'unload-timeout' of each as short as it may be: orion set " + resource.name()
                                    + " unload-timeout=SECONDS");
                }
            }
        });
    }

    /// The longest row of time-outs from this one on. Edits refuse rows that go round.
    private static int seconds(
            ClusterConfiguration configuration, ResourceDefinition resource, SortedMap<String, Integer> known) {
        Integer told = known.get(resource.name());
        if (told != null) {
            return told;
        }
        int before = 0;
        for (String other : resource.policy().placement().after()) {
            before = Math.max(before, seconds(configuration, configuration.resource(other), known));
        }
        int sum = before + resource.unloadTimeoutSeconds();
        known.put(resource.name(), sum);
        return sum;
    }
}
