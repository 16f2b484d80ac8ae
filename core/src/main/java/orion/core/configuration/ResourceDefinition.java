package orion.core.configuration;

import java.util.LinkedHashSet;
import java.util.List;

/// What an administrator wants kept available: an ordered list of parts that always run together on one node.
///
/// @param name 1 to 63 letters, digits, underscores and hyphens, unique in the cluster
/// @param parts loaded in this order, unloaded in reverse; at least one
/// @param preferredNodes names of nodes in order of preference; empty means the one that runs least
/// @param loadTimeoutSeconds how long all parts together may take to load
/// @param unloadTimeoutSeconds how long all parts together may take to unload
/// @param policy how the manager treats it
public record ResourceDefinition(
        String name,
        List<PartDefinition> parts,
        List<String> preferredNodes,
        int loadTimeoutSeconds,
        int unloadTimeoutSeconds,
        ResourcePolicy policy) {
    public static final int DEFAULT_TIMEOUT_SECONDS = 600;
    public static final int MOST_PARTS = 64;
    public static final int MOST_NODES = 32;

    /// @throws IllegalArgumentException with one sentence that names the resource, the field and the rule
    public ResourceDefinition {
        DefinitionRules.name("resource name", name);
        parts = List.copyOf(parts);
        preferredNodes = List.copyOf(preferredNodes);
        DefinitionRules.count("list of parts of resource " + name, parts, 1, MOST_PARTS);
        DefinitionRules.count("list of preferred nodes of resource " + name, preferredNodes, 0, MOST_NODES);
        for (String node : preferredNodes) {
            DefinitionRules.name("preferred node of resource " + name, node);
        }
        if (new LinkedHashSet<>(preferredNodes).size() != preferredNodes.size()) {
            throw new IllegalArgumentException(
                    "resource %s names a preferred node twice: %s".formatted(name, String.join(", ", preferredNodes)));
        }
        if (new LinkedHashSet<>(parts).size() != parts.size()) {
            throw new IllegalArgumentException("resource %s has the same part twice".formatted(name));
        }
        DefinitionRules.timeoutSeconds("load time-out of resource " + name, loadTimeoutSeconds);
        DefinitionRules.timeoutSeconds("unload time-out of resource " + name, unloadTimeoutSeconds);
    }

    /// A resource with the usual settings.
    public ResourceDefinition(String name, List<PartDefinition> parts) {
        this(name, parts, List.of(), DEFAULT_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS, ResourcePolicy.USUAL);
    }

    /// The same, consisting of something else.
    public ResourceDefinition withParts(List<PartDefinition> others) {
        return new ResourceDefinition(name, others, preferredNodes, loadTimeoutSeconds, unloadTimeoutSeconds, policy);
    }

    /// The same without that node among the preferred ones.
    ResourceDefinition notPreferring(String node) {
        List<String> others =
                preferredNodes.stream().filter(each -> !each.equals(node)).toList();
        return new ResourceDefinition(name, parts, others, loadTimeoutSeconds, unloadTimeoutSeconds, policy);
    }
}
