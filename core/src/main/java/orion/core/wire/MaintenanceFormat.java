package orion.core.wire;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orion.core.model.NodeId;
import orion.core.resource.Maintenance;
import orion.core.resource.Maintenance.Scope;

/// Maintenance as bytes.
final class MaintenanceFormat {
    private static final int CLUSTER = 0;
    private static final int NODE = 1;
    private static final int RESOURCE = 2;

    private static final int MOST_SCOPES = 1 + NodeId.LARGEST + ConfigurationFormat.MOST_RESOURCES;
    private static final int LEAST_SCOPE = 9;
    private static final int LEAST_STOPPED = 5;

    private MaintenanceFormat() {}

    static void write(BoundedWriter writer, Maintenance maintenance) {
        writer.all(
                maintenance.leftMillis().entrySet(),
                MOST_SCOPES,
                (to, entry) -> writeScope(to, entry.getKey()).int64(entry.getValue()));
        writer.all(
                maintenance.stoppedOn().entrySet(),
                ConfigurationFormat.MOST_RESOURCES,
                (to, entry) -> ModelFormat.writeNode(to.text(entry.getKey()), entry.getValue()));
    }

    static Maintenance read(BoundedReader reader) {
        SortedMap<Scope, Long> left = new TreeMap<>();
        reader.rising(MOST_SCOPES, LEAST_SCOPE, Map.Entry::getKey, MaintenanceFormat::readLeft)
                .forEach(entry -> left.put(entry.getKey(), entry.getValue()));
        SortedMap<String, NodeId> stopped = new TreeMap<>();
        reader.rising(
                        ConfigurationFormat.MOST_RESOURCES,
                        LEAST_STOPPED,
                        Map.Entry::getKey,
                        MaintenanceFormat::readStopped)
                .forEach(entry -> stopped.put(entry.getKey(), entry.getValue()));
        return new Maintenance(left, stopped);
    }

    private static Map.Entry<Scope, Long> readLeft(BoundedReader reader) {
        return Map.entry(readScope(reader), reader.int64());
    }

    private static Map.Entry<String, NodeId> readStopped(BoundedReader reader) {
        return Map.entry(reader.text(), ModelFormat.readNode(reader));
    }

    static BoundedWriter writeScope(BoundedWriter writer, Scope scope) {
        switch (scope) {
            case Scope.Cluster() -> writer.uint8(CLUSTER);
            case Scope.Node(NodeId node) -> ModelFormat.writeNode(writer.uint8(NODE), node);
            case Scope.Resource(String name) -> writer.uint8(RESOURCE).text(name);
        }
        return writer;
    }

    static Scope readScope(BoundedReader reader) {
        int kind = reader.uint8();
        return switch (kind) {
            case CLUSTER -> new Scope.Cluster();
            case NODE -> new Scope.Node(ModelFormat.readNode(reader));
            case RESOURCE -> new Scope.Resource(reader.text());
            default -> throw reader.malformed("there is no kind " + kind + " of maintenance");
        };
    }
}
