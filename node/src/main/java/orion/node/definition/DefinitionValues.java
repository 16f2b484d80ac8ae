package orion.node.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Other values in the definition of one resource. A value is found by its keys, with dots between them, and in a list
/// by its number from 0: `monitor.every`, `parts.0.volume.device`. It is written as in a file; where nothing stands
/// behind the sign of equality it is taken away, so that the usual one counts.
///
/// The tree of the text is changed, so that whatever is not named stays exactly as it was written.
public final class DefinitionValues {
    private final String resource;

    private DefinitionValues(String resource) {
        this.resource = resource;
    }

    /// Sets these values, in this order.
    ///
    /// @param text   of the definition of this resource alone, as [DefinitionWriter] writes it
    /// @param values each `KEY=VALUE`
    /// @return the text with them
    /// @throws DefinitionException where a value has no place there, or is none
    public static String with(String text, String resource, List<String> values) throws DefinitionException {
        DefinitionValues changed = new DefinitionValues(resource);
        Node document = changed.parsed(text);
        Node definition = changed.below(changed.below(document, "resources", ""), resource, "");
        Set<String> paths = new HashSet<>();
        for (String value : values) {
            String path = changed.set(definition, value);
            if (!paths.add(path)) {
                throw changed.fault(path, "it is set twice; leave one of them out");
            }
        }
        Serialize serialize = new Serialize(DefinitionWriter.SETTINGS);
        return new Present(DefinitionWriter.SETTINGS)
                .emitToString(serialize.serializeOne(document).iterator());
    }

    /// @return the keys of the value
    private String set(Node definition, String assignment) throws DefinitionException {
        int sign = assignment.indexOf('=');
        if (sign < 1) {
            throw fault("", "'" + assignment + "' is not KEY=VALUE, such as priority=5 or monitor.every=10");
        }
        String path = assignment.substring(0, sign);
        String text = assignment.substring(sign + 1);
        List<String> keys = List.of(path.split("\\.", -1));
        Node place = definition;
        for (String key : keys.subList(0, keys.size() - 1)) {
            place = below(place, key, path);
        }
        put(place, keys.getLast(), path, text.isEmpty() ? Optional.empty() : Optional.of(parsed(text)));
        return path;
    }

    /// What stands at that key; a mapping that is made where there is nothing.
    private Node below(Node place, String key, String path) throws DefinitionException {
        return switch (place) {
            case SequenceNode list -> list.getValue().get(number(list, key, path));
            case MappingNode mapping -> {
                Optional<NodeTuple> known = tuple(mapping, key);
                if (known.isPresent()) {
                    yield known.get().getValueNode();
                }
                Node made = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
                mapping.getValue().add(new NodeTuple(name(key), made));
                yield made;
            }
            default -> throw nothingBelow(key, path);
        };
    }

    private void put(Node place, String key, String path, Optional<Node> value) throws DefinitionException {
        switch (place) {
            case SequenceNode list -> {
                int number = number(list, key, path);
                if (value.isPresent()) {
                    list.getValue().set(number, value.get());
                } else {
                    list.getValue().remove(number);
                }
            }
            case MappingNode mapping -> {
                Optional<NodeTuple> known = tuple(mapping, key);
                int at = known.map(mapping.getValue()::indexOf)
                        .orElse(mapping.getValue().size());
                known.ifPresent(mapping.getValue()::remove);
                value.ifPresent(node -> mapping.getValue().add(at, new NodeTuple(name(key), node)));
            }
            default -> throw nothingBelow(key, path);
        }
    }

    private static Node name(String key) {
        return new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN);
    }

    private static Optional<NodeTuple> tuple(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .findFirst();
    }

    private int number(SequenceNode list, String key, String path) throws DefinitionException {
        int items = list.getValue().size();
        int number = key.matches("[0-9]{1,3}") ? Integer.parseInt(key) : items;
        if (number >= items) {
            throw fault(path, "'" + key + "' is none of the " + items + " items there, which are counted from 0");
        }
        return number;
    }

    private Node parsed(String text) throws DefinitionException {
        return YamlTree.of(text, "resource " + resource)
                .orElseThrow(() -> fault("", "'" + text + "' is no value; put it in quotes if it is meant as text"));
    }

    private DefinitionException nothingBelow(String key, String path) {
        return fault(path, "there is nothing below what stands before '" + key + "'; set that as a whole");
    }

    private DefinitionException fault(String path, String problem) {
        return new DefinitionException("resource " + resource, 0, path, problem);
    }
}
