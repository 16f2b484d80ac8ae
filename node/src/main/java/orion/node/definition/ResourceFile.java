package orion.node.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import orion.core.configuration.Amounts;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// A file of resource definitions, as `orion apply` takes it: all of it is good, or none of it is read.
///
/// What only the cluster knows (does a preferred node exist) is checked by whoever applies the definitions,
/// what only a host knows (does a device exist) by the parts when they are loaded.
public final class ResourceFile {
    /// The longest accepted file, in bytes.
    public static final int LONGEST_BYTES = YamlTree.LONGEST;

    private static final List<String> FIELDS = List.of(
            "nodes",
            "parts",
            "load-timeout",
            "unload-timeout",
            "start",
            "failover",
            "failback",
            "failback-after",
            "ignore-quorum",
            "follows-master",
            "apart",
            "priority",
            "after",
            "needs",
            "monitor",
            "failovers");

    private ResourceFile() {}

    /// Reads the resources in the order of the file; none where it says that there are none.
    ///
    /// @param file its name, for messages
    /// @param text its content
    /// @throws DefinitionException with the first thing that is wrong
    public static List<ResourceDefinition> parse(String file, String text) throws DefinitionException {
        return read(file, text).resources();
    }

    /// Reads everything that a file defines: resources, what nodes have for them, or both.
    ///
    /// @throws DefinitionException with the first thing that is wrong
    public static Definitions read(String file, String text) throws DefinitionException {
        Optional<Node> top = YamlTree.of(text, file);
        if (top.isEmpty()) {
            throw new DefinitionException(file, 0, "", "the file is empty; it must begin with 'resources:'");
        }
        Field document = new Field(file, "", top.get());
        Map<String, Field> parts = document.entries(List.of("resources", "nodes"));
        Field resources = parts.get("resources");
        Field nodes = parts.get("nodes");
        if (resources == null && nodes == null) {
            throw document.fault("the file must begin with 'resources:' or 'nodes:'");
        }
        Map<String, Field> places = new TreeMap<>();
        List<ResourceDefinition> definitions = new ArrayList<>();
        if (resources != null) {
            for (Map.Entry<String, Field> entry : resources.entries().entrySet()) {
                definitions.add(resource(entry.getKey(), entry.getValue()));
                place(places, "resource " + entry.getKey(), entry.getValue());
            }
        }
        SortedMap<String, Amounts> capacities = new TreeMap<>();
        if (nodes != null) {
            for (Map.Entry<String, Field> entry : nodes.entries().entrySet()) {
                capacities.put(entry.getKey(), capacity(entry.getValue()));
                place(places, "node " + entry.getKey(), entry.getValue());
            }
        }
        return new Definitions(definitions, capacities, places);
    }

    private static void place(Map<String, Field> places, String object, Field field) throws DefinitionException {
        places.put(object, field);
        for (Map.Entry<String, Field> inner : field.entries().entrySet()) {
            places.put(object + "/" + inner.getKey(), inner.getValue());
        }
    }

    private static Amounts capacity(Field node) throws DefinitionException {
        Field capacity = node.entries(List.of("capacity")).get("capacity");
        if (capacity == null) {
            throw node.fault("needs 'capacity', which is all that a file says of a node");
        }
        return PolicyReader.amounts(capacity);
    }

    private static ResourceDefinition resource(String name, Field field) throws DefinitionException {
        Map<String, Field> fields = field.entries(FIELDS);
        Field parts = fields.get("parts");
        if (parts == null) {
            throw field.fault("needs 'parts', the list of what the resource consists of");
        }
        List<PartDefinition> definitions = new ArrayList<>();
        for (Field part : parts.items()) {
            definitions.add(PartReader.read(part));
        }
        Field nodes = fields.get("nodes");
        try {
            return new ResourceDefinition(
                    name,
                    definitions,
                    nodes == null ? List.of() : nodes.texts(),
                    timeoutSeconds(fields, "load-timeout"),
                    timeoutSeconds(fields, "unload-timeout"),
                    PolicyReader.read(fields));
        } catch (IllegalArgumentException wrong) {
            throw field.fault(String.valueOf(wrong.getMessage()));
        }
    }

    private static int timeoutSeconds(Map<String, Field> fields, String name) throws DefinitionException {
        Field field = fields.get(name);
        return field == null ? ResourceDefinition.DEFAULT_TIMEOUT_SECONDS : field.number();
    }
}
