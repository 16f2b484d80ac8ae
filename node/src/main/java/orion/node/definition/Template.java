package orion.node.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import orion.core.configuration.ResourceDefinition;

/// A resource with holes, so that what every resource of a kind has in common is not typed again.
///
/// @param packages   Debian packages that nodes need, each with a program of it that must be there
/// @param parameters in the order in which they are shown
/// @param before     what a person does once before the first load, with holes; one step each
/// @param resource   what stands below the name in a file of resources, with holes
public record Template(
        String name,
        String description,
        Map<String, String> packages,
        List<TemplateParameter> parameters,
        List<String> before,
        Node resource) {
    private static final int LONGEST_VALUE = 4_096;
    private static final String NAME_OF_RESOURCE = "resource";
    private static final String WHEN = "when";

    public Template {
        packages = Map.copyOf(new TreeMap<>(packages));
        parameters = List.copyOf(parameters);
        before = List.copyOf(before);
    }

    /// The resource in a file as `orion apply` takes it.
    ///
    /// @param values what a person gave, by name of the parameter
    /// @throws DefinitionException where a value is missing, unknown or not usable
    public String filled(String resourceName, Map<String, String> values, List<String> nodes)
            throws DefinitionException {
        Holes holes = holes(resourceName, values);
        List<NodeTuple> fields = new ArrayList<>();
        if (!nodes.isEmpty()) {
            List<Node> names = nodes.stream().map(Template::text).collect(Collectors.toList());
            fields.add(new NodeTuple(text("nodes"), new SequenceNode(Tag.SEQ, names, FlowStyle.FLOW)));
        }
        if (fill(resource, holes) instanceof MappingNode own) {
            fields.addAll(own.getValue());
        }
        Node named = mapping(List.of(new NodeTuple(text(resourceName), mapping(fields))));
        StringBuilder text = new StringBuilder();
        DumpSettings settings = DumpSettings.builder().setWidth(110).build();
        new Dump(settings).dumpNode(mapping(List.of(new NodeTuple(text("resources"), named))), new StreamDataWriter() {
            @Override
            public void write(String part) {
                text.append(part);
            }

            @Override
            public void write(String part, int from, int length) {
                text.append(part, from, from + length);
            }
        });
        return text.toString();
    }

    /// What a person does before the first load of that resource: lines for a shell.
    ///
    /// @throws DefinitionException also where a value is none that a shell takes as it is
    public List<String> steps(String resourceName, Map<String, String> values) throws DefinitionException {
        Holes holes = holes(resourceName, values);
        List<String> steps = new ArrayList<>();
        for (String step : before) {
            steps.add(holes.filledForShell(step));
        }
        return steps;
    }

    /// Every definition the template can become is one that can be carried out, as far as its examples go.
    ///
    /// @throws DefinitionException where it can not
    ResourceDefinition tried() throws DefinitionException {
        SortedMap<String, String> values = new TreeMap<>();
        for (TemplateParameter parameter : parameters) {
            if (parameter.required()) {
                values.put(parameter.name(), parameter.example());
            }
        }
        steps(NAME_OF_RESOURCE, values);
        return ResourceFile.parse("template " + name, filled(NAME_OF_RESOURCE, values, List.of()))
                .getFirst();
    }

    private Holes holes(String resourceName, Map<String, String> values) throws DefinitionException {
        for (String given : values.keySet()) {
            if (parameters.stream().noneMatch(it -> it.name().equals(given))) {
                throw fault("'%s' is not one of its parameters; they are %s"
                        .formatted(Field.shown(given), names(parameters)));
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put(NAME_OF_RESOURCE, resourceName);
        List<TemplateParameter> missing = new ArrayList<>();
        for (TemplateParameter parameter : parameters) {
            String given = values.get(parameter.name());
            if (given != null) {
                all.put(parameter.name(), line(parameter, given));
            } else if (parameter.usual().isPresent()) {
                // What is usual may depend on the parameters before.
                all.put(
                        parameter.name(),
                        new Holes(name, all).filled(parameter.usual().get()));
            } else {
                missing.add(parameter);
            }
        }
        if (!missing.isEmpty()) {
            throw fault("it needs " + names(missing) + "; for example: "
                    + missing.stream().map(it -> it.name() + "=" + it.example()).collect(Collectors.joining(" ")));
        }
        return new Holes(name, all);
    }

    private String line(TemplateParameter parameter, String value) throws DefinitionException {
        if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
            throw fault("the value of '%s' must be one line of at most %d characters"
                    .formatted(parameter.name(), LONGEST_VALUE));
        }
        return value;
    }

    private DefinitionException fault(String fault) {
        return new DefinitionException("template " + name, 0, "", fault);
    }

    private static String names(List<TemplateParameter> parameters) {
        return parameters.stream().map(TemplateParameter::name).collect(Collectors.joining(", "));
    }

    private static Node fill(Node node, Holes holes) throws DefinitionException {
        return switch (node) {
            case MappingNode group -> {
                List<NodeTuple> entries = new ArrayList<>();
                for (NodeTuple entry : group.getValue()) {
                    if (!isNamed(entry, WHEN)) {
                        entries.add(new NodeTuple(entry.getKeyNode(), fill(entry.getValueNode(), holes)));
                    }
                }
                yield new MappingNode(Tag.MAP, entries, group.getFlowStyle());
            }
            case SequenceNode list -> {
                List<Node> items = new ArrayList<>();
                for (Node item : list.getValue()) {
                    if (isWanted(item, holes)) {
                        items.add(fill(item, holes));
                    }
                }
                yield new SequenceNode(Tag.SEQ, items, list.getFlowStyle());
            }
            case ScalarNode scalar
            when scalar.getValue().contains("${") -> {
                String value = holes.filled(scalar.getValue());
                boolean number = scalar.isPlain() && value.matches("[0-9]{1,9}");
                yield new ScalarNode(
                        number ? Tag.INT : Tag.STR, value, number ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED);
            }
            default -> node;
        };
    }

    /// A part with `when: PARAMETER` is there only where that is not empty.
    private static boolean isWanted(Node item, Holes holes) throws DefinitionException {
        if (item instanceof MappingNode group) {
            for (NodeTuple entry : group.getValue()) {
                if (isNamed(entry, WHEN) && entry.getValueNode() instanceof ScalarNode parameter) {
                    return !holes.valueOf(parameter.getValue()).isEmpty();
                }
            }
        }
        return true;
    }

    private static boolean isNamed(NodeTuple entry, String name) {
        return entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
    }

    private static Node mapping(List<NodeTuple> entries) {
        return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
    }

    private static Node text(String value) {
        return new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
    }
}
