package orion.node.definition;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import orion.core.configuration.Amounts;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// The fields of a resource that say how the manager treats it. What is left out has its usual value.
final class PolicyReader {
    private PolicyReader() {}

    static ResourcePolicy read(Map<String, Field> fields) throws DefinitionException {
        Field after = fields.get("failback-after");
        return new ResourcePolicy(
                automaticOrManual(fields.get("start")),
                automaticOrManual(fields.get("failover")),
                failback(fields.get("failback")),
                after == null ? ResourcePolicy.DEFAULT_FAILBACK_AFTER_SECONDS : after.number(),
                truth(fields.get("ignore-quorum")),
                truth(fields.get("follows-master")),
                RecoveryReader.monitoring(fields.get("monitor")),
                RecoveryReader.limit(fields.get("failovers")),
                placement(fields));
    }

    private static PlacementPolicy placement(Map<String, Field> fields) throws DefinitionException {
        Field apart = fields.get("apart");
        Field priority = fields.get("priority");
        Field after = fields.get("after");
        return new PlacementPolicy(
                apart == null ? List.of() : apart.texts(),
                priority == null ? 0 : priority.number(),
                after == null ? List.of() : after.texts(),
                amounts(fields.get("needs")));
    }

    static Amounts amounts(@Nullable Field field) throws DefinitionException {
        SortedMap<String, Integer> each = new TreeMap<>();
        if (field != null) {
            for (Map.Entry<String, Field> entry : field.entries().entrySet()) {
                each.put(entry.getKey(), entry.getValue().number());
            }
            try {
                return new Amounts(each);
            } catch (IllegalArgumentException wrong) {
                throw field.fault(String.valueOf(wrong.getMessage()));
            }
        }
        return Amounts.NONE;
    }

    private static Mode automaticOrManual(@Nullable Field field) throws DefinitionException {
        if (field == null) {
            return Mode.AUTO;
        }
        return switch (field.text()) {
            case "auto" -> Mode.AUTO;
            case "manual" -> Mode.MANUAL;
            default -> throw field.fault("must be auto or manual, not " + field.description());
        };
    }

    private static Mode failback(@Nullable Field field) throws DefinitionException {
        if (field == null) {
            return Mode.DISABLE;
        }
        return switch (field.text()) {
            case "auto" -> Mode.AUTO;
            case "manual" -> Mode.MANUAL;
            case "disable" -> Mode.DISABLE;
            default -> throw field.fault("must be auto, manual or disable, not " + field.description());
        };
    }

    private static boolean truth(@Nullable Field field) throws DefinitionException {
        return field != null && field.truth();
    }
}
