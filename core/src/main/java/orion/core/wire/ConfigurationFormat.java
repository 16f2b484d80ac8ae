package orion.core.wire;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.configuration.ApiToken;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// The cluster objects as bytes. What an object requires of itself is checked by its own record.
final class ConfigurationFormat {
    /// Resources of one cluster at most.
    static final int MOST_RESOURCES = 4096;

    private static final int MOST_LINKS = 4;
    private static final int LEAST_TEXT = 4;

    private ConfigurationFormat() {}

    static void write(BoundedWriter writer, ClusterConfiguration configuration) {
        writer.text(configuration.clusterName()).int64(configuration.version());
        writer.int64(configuration.timing().heartbeatMillis())
                .int64(configuration.timing().toleranceMillis());
        writer.int32(configuration.quorumMembership()).int32(configuration.quorumTimeoutSeconds());
        writer.uint8(configuration.boards());
        writer.all(configuration.nodes().values(), NodeId.LARGEST, ConfigurationFormat::writeNode);
        writer.all(configuration.resources().values(), MOST_RESOURCES, ConfigurationFormat::writeResource);
        TokenFormat.writeAll(writer, configuration.tokens());
    }

    static ClusterConfiguration read(BoundedReader reader) {
        return read(reader, true);
    }

    /// @param withTokens whether it tells of tokens, as it does since version 8 of states
    static ClusterConfiguration read(BoundedReader reader, boolean withTokens) {
        String name = reader.text();
        long version = reader.int64();
        Timing timing = new Timing(reader.int64(), reader.int64());
        int quorum = reader.int32();
        int quorumTimeoutSeconds = reader.int32();
        int boards = reader.uint8();
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        for (NodeDefinition node :
                reader.rising(NodeId.LARGEST, 1, NodeDefinition::id, ConfigurationFormat::readNode)) {
            nodes.put(node.id(), node);
        }
        SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
        for (ResourceDefinition resource :
                reader.rising(MOST_RESOURCES, 1, ResourceDefinition::name, ConfigurationFormat::readResource)) {
            resources.put(resource.name(), resource);
        }
        SortedMap<String, ApiToken> tokens = withTokens ? TokenFormat.readAll(reader) : new TreeMap<>();
        return new ClusterConfiguration(
                name, version, timing, quorum, quorumTimeoutSeconds, boards, nodes, resources, tokens);
    }

    static void writeNode(BoundedWriter writer, NodeDefinition node) {
        ModelFormat.writeNode(writer, node.id());
        writer.text(node.name()).all(node.links(), MOST_LINKS, ConfigurationFormat::writeEndpoint);
        PolicyFormat.write(writer, node.capacity());
    }

    static NodeDefinition readNode(BoundedReader reader) {
        NodeId id = ModelFormat.readNode(reader);
        return new NodeDefinition(
                id,
                reader.text(),
                reader.list(MOST_LINKS, LEAST_TEXT, ConfigurationFormat::readEndpoint),
                PolicyFormat.readAmounts(reader));
    }

    private static void writeEndpoint(BoundedWriter writer, Endpoint endpoint) {
        writer.text(endpoint.host()).uint16(endpoint.port());
    }

    private static Endpoint readEndpoint(BoundedReader reader) {
        return new Endpoint(reader.text(), reader.uint16());
    }

    static void writeResource(BoundedWriter writer, ResourceDefinition resource) {
        writer.text(resource.name());
        writer.all(resource.parts(), ResourceDefinition.MOST_PARTS, PartFormat::write);
        writeTexts(writer, resource.preferredNodes(), ResourceDefinition.MOST_NODES);
        writer.int32(resource.loadTimeoutSeconds()).int32(resource.unloadTimeoutSeconds());
        writePolicy(writer, resource.policy());
    }

    private static void writePolicy(BoundedWriter writer, ResourcePolicy policy) {
        int modes = number(policy.start()) + 3 * number(policy.failover()) + 9 * number(policy.failback());
        writer.uint8(modes);
        writer.int32(policy.failbackAfterSeconds());
        writer.flag(policy.ignoreQuorum()).flag(policy.followsMaster());
        PolicyFormat.write(writer, policy.monitoring());
        PolicyFormat.write(writer, policy.limit());
        writeTexts(writer, policy.placement().apart(), PlacementPolicy.MOST_GROUPS);
        writer.uint16(policy.placement().priority());
        writeTexts(writer, policy.placement().after(), PlacementPolicy.MOST_BEFORE);
        PolicyFormat.write(writer, policy.placement().needs());
    }

    private static int number(Mode mode) {
        return switch (mode) {
            case AUTO -> 0;
            case MANUAL -> 1;
            case DISABLE -> 2;
        };
    }

    private static ResourcePolicy readPolicy(BoundedReader reader) {
        int modes = reader.uint8();
        if (modes >= 27) {
            throw reader.malformed("there are no modes " + modes);
        }
        return new ResourcePolicy(
                mode(modes % 3),
                mode(modes / 3 % 3),
                mode(modes / 9),
                reader.int32(),
                reader.flag(),
                reader.flag(),
                PolicyFormat.readMonitoring(reader),
                PolicyFormat.readLimit(reader),
                new PlacementPolicy(
                        readTexts(reader, PlacementPolicy.MOST_GROUPS),
                        reader.uint16(),
                        readTexts(reader, PlacementPolicy.MOST_BEFORE),
                        PolicyFormat.readAmounts(reader)));
    }

    private static Mode mode(int number) {
        return switch (number) {
            case 0 -> Mode.AUTO;
            case 1 -> Mode.MANUAL;
            default -> Mode.DISABLE;
        };
    }

    static ResourceDefinition readResource(BoundedReader reader) {
        return new ResourceDefinition(
                reader.text(),
                reader.list(ResourceDefinition.MOST_PARTS, 1, PartFormat::read),
                readTexts(reader, ResourceDefinition.MOST_NODES),
                reader.int32(),
                reader.int32(),
                readPolicy(reader));
    }

    static void writeTexts(BoundedWriter writer, List<String> texts, int most) {
        writer.all(texts, most, BoundedWriter::text);
    }

    static List<String> readTexts(BoundedReader reader, int most) {
        return reader.list(most, LEAST_TEXT, BoundedReader::text);
    }

    /// Name and value, in the map's own order, which is a part of what the administrator wrote.
    static void writeTextMap(BoundedWriter writer, Map<String, String> texts, int most) {
        writer.all(
                texts.entrySet(), most, (to, entry) -> to.text(entry.getKey()).text(entry.getValue()));
    }
}
