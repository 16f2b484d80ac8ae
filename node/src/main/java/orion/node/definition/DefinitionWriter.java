package orion.node.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import orion.core.configuration.Amounts;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;

/// Writes definitions as the text from which [ResourceFile] reads the same ones. What has its usual value is left out.
public final class DefinitionWriter {
    private static final int NEVER_FOLDED = 1 << 20;
    static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(NEVER_FOLDED)
            .setSplitLines(false)
            .build();

    private DefinitionWriter() {}

    /// Everything that a file can define.
    public static String text(ClusterConfiguration configuration) {
        return text(configuration, _ -> true);
    }

    /// Some resources; where they are all, also what nodes have for them.
    public static String text(ClusterConfiguration configuration, Predicate<String> wanted) {
        Map<String, Object> document = new LinkedHashMap<>();
        Map<String, Object> resources = new LinkedHashMap<>();
        configuration.resources().forEach((name, definition) -> {
            if (wanted.test(name)) {
                resources.put(name, resource(definition));
            }
        });
        document.put("resources", resources);
        Map<String, Object> nodes = new LinkedHashMap<>();
        for (NodeDefinition node : configuration.nodes().values()) {
            if (!node.capacity().equals(Amounts.NONE)) {
                nodes.put(node.name(), new LinkedHashMap<>(Map.of("capacity", amounts(node.capacity()))));
            }
        }
        if (!nodes.isEmpty() && resources.size() == configuration.resources().size()) {
            document.put("nodes", nodes);
        }
        return new Dump(SETTINGS).dumpToString(document);
    }

    private static Map<String, Object> resource(ResourceDefinition definition) {
        Map<String, Object> fields = new LinkedHashMap<>();
        some(fields, "nodes", definition.preferredNodes());
        int usual = ResourceDefinition.DEFAULT_TIMEOUT_SECONDS;
        unless(fields, "load-timeout", definition.loadTimeoutSeconds(), usual);
        unless(fields, "unload-timeout", definition.unloadTimeoutSeconds(), usual);
        policy(fields, definition.policy());
        fields.put(
                "parts",
                new ArrayList<>(
                        definition.parts().stream().map(DefinitionWriter::part).toList()));
        return fields;
    }

    private static void policy(Map<String, Object> fields, ResourcePolicy policy) {
        ResourcePolicy usual = ResourcePolicy.USUAL;
        unless(fields, "start", word(policy.start()), word(usual.start()));
        unless(fields, "failover", word(policy.failover()), word(usual.failover()));
        unless(fields, "failback", word(policy.failback()), word(usual.failback()));
        unless(fields, "failback-after", policy.failbackAfterSeconds(), usual.failbackAfterSeconds());
        unless(fields, "ignore-quorum", policy.ignoreQuorum(), false);
        unless(fields, "follows-master", policy.followsMaster(), false);
        some(fields, "apart", policy.placement().apart());
        unless(fields, "priority", policy.placement().priority(), 0);
        some(fields, "after", policy.placement().after());
        if (!policy.placement().needs().equals(Amounts.NONE)) {
            fields.put("needs", amounts(policy.placement().needs()));
        }
        Map<String, Object> monitor = new LinkedHashMap<>();
        MonitoringPolicy looked = policy.monitoring();
        MonitoringPolicy usually = MonitoringPolicy.USUAL;
        unless(monitor, "every", looked.everySeconds(), usually.everySeconds());
        unless(monitor, "timeout", looked.timeoutSeconds(), usually.timeoutSeconds());
        unless(monitor, "timeouts", looked.timeouts(), usually.timeouts());
        unless(monitor, "restarts", looked.restarts(), usually.restarts());
        unless(monitor, "within", looked.withinSeconds(), usually.withinSeconds());
        unless(monitor, "then", word(looked.action()), word(usually.action()));
        unless(fields, "monitor", monitor, Map.of());
        Map<String, Object> failovers = new LinkedHashMap<>();
        FailoverLimit limit = policy.limit();
        unless(failovers, "most", limit.most(), FailoverLimit.USUAL.most());
        unless(failovers, "within", limit.withinSeconds(), FailoverLimit.USUAL.withinSeconds());
        unless(failovers, "dead-nodes", limit.deadNodes(), FailoverLimit.USUAL.deadNodes());
        unless(fields, "failovers", failovers, Map.of());
    }

    private static Map<String, Object> part(PartDefinition part) {
        Map<String, Object> fields = new LinkedHashMap<>();
        return switch (part) {
            case PartDefinition.Address(String cidr, Optional<String> device) -> {
                fields.put("address", cidr);
                device.ifPresent(card -> fields.put("device", card));
                yield kind("address", device.isPresent() ? fields : cidr);
            }
            case PartDefinition.Volume volume -> {
                fields.put("device", volume.device());
                fields.put("type", volume.type());
                fields.put("mount", volume.mountPoint());
                unless(fields, "options", volume.options(), "");
                yield kind("volume", fields);
            }
            case PartDefinition.Command command -> {
                some(fields, "command", command.command());
                some(fields, "stop", command.stopCommand());
                int usual = PartDefinition.Command.DEFAULT_STOP_TIMEOUT_SECONDS;
                unless(fields, "stop-timeout", command.stopTimeoutSeconds(), usual);
                unless(fields, "environment", new LinkedHashMap<>(command.environment()), Map.of());
                command.readyWhen().ifPresent(probe -> fields.put("ready", "tcp " + probe));
                yield kind("service", fields);
            }
            case PartDefinition.Unit(String unit) -> kind("service", new LinkedHashMap<>(Map.of("unit", unit)));
            case PartDefinition.Script(String load, String unload, Optional<String> monitor) -> {
                fields.put("load", load);
                fields.put("unload", unload);
                monitor.ifPresent(program -> fields.put("monitor", program));
                yield kind("script", fields);
            }
            case PartDefinition.Ocf agent -> {
                fields.put("agent", agent.provider() + ":" + agent.type());
                unless(fields, "parameters", new LinkedHashMap<>(agent.parameters()), Map.of());
                yield kind("ocf", fields);
            }
            case PartDefinition.Licences licences -> {
                fields.put("address", licences.address());
                some(fields, "ports", licences.ports());
                fields.put("units", licences.units());
                yield kind("licences", fields);
            }
        };
    }

    private static Map<String, Object> kind(String kind, Object value) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put(kind, value);
        return part;
    }

    private static Map<String, Object> amounts(Amounts amounts) {
        return new LinkedHashMap<>(amounts.each());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void unless(Map<String, Object> fields, String name, Object value, Object usual) {
        if (!value.equals(usual)) {
            fields.put(name, value);
        }
    }

    /// A list of its own: the same one twice would become an alias, which no file may have.
    private static void some(Map<String, Object> fields, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            fields.put(name, new ArrayList<>(List.copyOf(values)));
        }
    }
}
