package orion.node.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A value in the file together with where it stands, so that whoever does not like it can say so with file,
/// line and path.
///
/// @param file the file's name
/// @param path from the top, `resources.web.parts[1].volume`; empty for the top itself
/// @param node what is written there
record Field(String file, String path, Node node) {
    private static final int LONGEST_QUOTE = 60;

    /// Why this field cannot be accepted.
    DefinitionException fault(String fault) {
        return new DefinitionException(file, YamlTree.line(node.getStartMark()), path, fault);
    }

    /// The entries of a mapping, in the order of the file.
    Map<String, Field> entries() throws DefinitionException {
        if (!(node instanceof MappingNode mapping)) {
            throw fault("must be a group of 'name: value' lines, not " + description());
        }
        Map<String, Field> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Field key = new Field(file, path, tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar) || isNull(scalar)) {
                throw key.fault("has a name that is not text");
            }
            String name = scalar.getValue();
            Field entry =
                    new Field(file, path.isEmpty() ? shown(name) : path + "." + shown(name), tuple.getValueNode());
            if (entries.putIfAbsent(name, entry) != null) {
                throw key.fault("'" + shown(name) + "' is there twice");
            }
        }
        return entries;
    }

    /// The entries of a mapping that may have only these names.
    Map<String, Field> entries(List<String> allowed) throws DefinitionException {
        Map<String, Field> entries = entries();
        for (Map.Entry<String, Field> entry : entries.entrySet()) {
            if (!allowed.contains(entry.getKey())) {
                throw new DefinitionException(
                        file,
                        keyLine(entry.getKey()),
                        path,
                        "'" + shown(entry.getKey()) + "' is not known here; known are " + String.join(", ", allowed));
            }
        }
        return entries;
    }

    private int keyLine(String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(name)) {
                    Optional<Mark> mark = scalar.getStartMark();
                    return YamlTree.line(mark);
                }
            }
        }
        return YamlTree.line(node.getStartMark());
    }

    /// The items of a list.
    List<Field> items() throws DefinitionException {
        if (!(node instanceof SequenceNode sequence)) {
            throw fault("must be a list, not " + description());
        }
        List<Field> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Field(file, path + "[" + items.size() + "]", item));
        }
        return items;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isText() {
        return node instanceof ScalarNode scalar && !isNull(scalar);
    }

    /// Text exactly as it is written; a number is text too (`PORT: 8080`), nothing is not.
    String text() throws DefinitionException {
        if (!(node instanceof ScalarNode scalar) || isNull(scalar)) {
            throw fault("must be text, not " + description());
        }
        return scalar.getValue();
    }

    List<String> texts() throws DefinitionException {
        List<String> texts = new ArrayList<>();
        for (Field item : items()) {
            texts.add(item.text());
        }
        return texts;
    }

    /// A whole number; its range is checked by the definition that takes it.
    int number() throws DefinitionException {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                return Integer.parseInt(scalar.getValue());
            } catch (NumberFormatException tooLarge) {
                throw fault("'" + shown(scalar.getValue()) + "' is not a whole number that can be used here");
            }
        }
        throw fault("must be a whole number, not " + description());
    }

    /// Exactly `true` or `false`: words such as `yes` mean different things to different readers of YAML.
    boolean truth() throws DefinitionException {
        if (node instanceof ScalarNode scalar && scalar.isPlain()) {
            if (scalar.getValue().equals("true")) {
                return true;
            }
            if (scalar.getValue().equals("false")) {
                return false;
            }
        }
        throw fault("must be true or false, not " + description());
    }

    /// What is written here, for a message.
    String description() {
        return switch (node) {
            case MappingNode mapping -> "a group of 'name: value' lines";
            case SequenceNode sequence -> "a list";
            case ScalarNode scalar when isNull(scalar) -> "nothing";
            case ScalarNode scalar -> "'" + shown(scalar.getValue()) + "'";
            default -> "something else";
        };
    }

    private static boolean isNull(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL);
    }

    /// What somebody wrote, for a message: short and without control characters.
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_QUOTE); i++) {
            shown.append(Character.isISOControl(text.charAt(i)) ? '?' : text.charAt(i));
        }
        return text.length() > LONGEST_QUOTE ? shown + "..." : shown.toString();
    }
}
