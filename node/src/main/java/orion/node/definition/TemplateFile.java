package orion.node.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads templates from folders: those that are shipped, and those of the administrator.
public final class TemplateFile {
    private static final String ENDING = ".yaml";
    private static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final List<String> FIELDS = List.of("description", "packages", "parameters", "before", "resource");

    private TemplateFile() {}

    /// All templates of the folders, by name; what is in a later folder replaces what is in an earlier one. A folder
    /// that is not there has none.
    ///
    /// @throws DefinitionException with the first file that is no template
    public static SortedMap<String, Template> all(List<Path> folders) throws DefinitionException, IOException {
        SortedMap<String, Template> templates = new TreeMap<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                String name = file.getFileName().toString().replaceFirst("\\" + ENDING + "$", "");
                templates.put(name, parse(name, file.toString(), Files.readString(file)));
            }
        }
        return templates;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    /// Reads one template, and tries it with its examples.
    ///
    /// @param file its name, for messages
    static Template parse(String name, String file, String text) throws DefinitionException {
        Optional<Node> top = YamlTree.of(text, file);
        if (top.isEmpty()) {
            throw new DefinitionException(
                    file, 0, "", "the file is empty; a template has " + String.join(", ", FIELDS));
        }
        Field document = new Field(file, "", top.get());
        if (!name.matches(NAME)) {
            throw document.fault("a template is named with small letters, digits and hyphens, not '%s'"
                    .formatted(Field.shown(name)));
        }
        Map<String, Field> fields = document.entries(FIELDS);
        Field resource = fields.get("resource");
        Field description = fields.get("description");
        if (resource == null || description == null) {
            throw document.fault("a template needs 'description' and 'resource'");
        }
        Field before = fields.get("before");
        Template template = new Template(
                name,
                description.text(),
                texts(fields.get("packages")),
                parameters(fields.get("parameters")),
                before == null ? List.of() : before.texts(),
                resource.node());
        try {
            template.tried();
        } catch (DefinitionException wrong) {
            throw document.fault("with its examples it makes no resource: " + wrong.getMessage());
        }
        return template;
    }

    private static List<TemplateParameter> parameters(@Nullable Field field) throws DefinitionException {
        List<TemplateParameter> parameters = new ArrayList<>();
        if (field != null) {
            for (Map.Entry<String, Field> entry : field.entries().entrySet()) {
                parameters.add(parameter(entry.getKey(), entry.getValue()));
            }
        }
        return parameters;
    }

    private static TemplateParameter parameter(String name, Field field) throws DefinitionException {
        Map<String, Field> fields = field.entries(List.of("description", "usual", "example"));
        if (!name.matches(NAME) || name.equals("resource")) {
            throw field.fault("a parameter is named with small letters, digits and hyphens, and not 'resource'");
        }
        Field description = fields.get("description");
        Field usual = fields.get("usual");
        Field example = fields.get("example");
        if (description == null || (usual == null && example == null)) {
            throw field.fault("a parameter needs 'description', and 'usual' or 'example'");
        }
        return new TemplateParameter(
                name,
                description.text(),
                usual == null ? Optional.empty() : Optional.of(usual.text()),
                example == null ? "" : example.text());
    }

    private static Map<String, String> texts(@Nullable Field field) throws DefinitionException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (field != null) {
            for (Map.Entry<String, Field> entry : field.entries().entrySet()) {
                texts.put(entry.getKey(), entry.getValue().text());
            }
        }
        return texts;
    }
}
