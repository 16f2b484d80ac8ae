package orion.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import orion.node.definition.DefinitionException;
import orion.node.definition.Template;
import orion.node.definition.TemplateFile;

/// The templates of resources on this host: those that are shipped, and those of its administrator, which count more.
final class Templates {
    private static final String FOLDER_VARIABLE = "ORION_TEMPLATES";
    private static final Path USUAL_FOLDER = Path.of("/etc/orion/templates");

    private Templates() {}

    /// All of them, by name.
    static SortedMap<String, Template> all(Surroundings surroundings) throws CommandFailure {
        Path own = surroundings.variable(FOLDER_VARIABLE).map(Path::of).orElse(USUAL_FOLDER);
        Path shipped = surroundings.home().resolve("templates");
        try {
            SortedMap<String, Template> all = TemplateFile.all(List.of(shipped, own));
            if (all.isEmpty()) {
                throw new CommandFailure(
                        "there are no templates in %s, nor in %s; install orion anew".formatted(shipped, own));
            }
            return all;
        } catch (DefinitionException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException unreadable) {
            throw new CommandFailure("the templates cannot be read: " + unreadable, unreadable);
        }
    }

    /// The one of that name.
    static Template named(Surroundings surroundings, String name) throws CommandFailure {
        SortedMap<String, Template> all = all(surroundings);
        Template template = all.get(name);
        if (template == null) {
            throw new CommandFailure("there is no template '%s'; there are %s; 'orion template list' tells about them"
                    .formatted(Screen.plain(name), String.join(", ", all.keySet())));
        }
        return template;
    }
}
