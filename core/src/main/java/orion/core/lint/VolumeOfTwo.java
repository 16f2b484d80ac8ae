package orion.core.lint;

import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ResourceDefinition;

/// One device in two resources, which may be on two nodes at once.
final class VolumeOfTwo {
    static final LintRule RULE = new LintRule(
            "volume-of-two",
            Severity.DANGER,
            "two resources with one device may mount it on two nodes at once, which destroys its file system",
            "give each its own device, or make one resource of both",
            VolumeOfTwo::look);

    private VolumeOfTwo() {}

    private static void look(Situation situation, Found found) {
        SortedMap<String, String> taken = new TreeMap<>();
        for (ResourceDefinition resource : situation.resources()) {
            SortedMap<String, String> own = new TreeMap<>();
            Situation.volumes(resource)
                    .forEach(volume -> own.put(identity(situation, volume.device()), volume.device()));
            own.forEach((identity, device) -> {
                String other = taken.putIfAbsent(identity, resource.name());
                if (other != null) {
                    found.resource(
                            resource,
                            "parts",
                            "its volume " + device + " is a volume of resource " + other
                                    + ", too: on two nodes at once, both would write to it",
                            "give one of them another device, or put the parts of both into one resource");
                }
            });
        }
    }

    /// Two paths may lead to one device.
    private static String identity(Situation situation, String device) {
        return situation
                .host()
                .map(host -> host.volumes().get(device))
                .map(HostFacts.Place::device)
                .filter(number -> !number.isEmpty())
                .orElse(device);
    }
}
