package orion.node.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import orion.core.configuration.PartDefinition;
import orion.node.ocf.OcfAgent;

/// Reads one entry of a resource's list of parts: a group with exactly one name, the part's kind.
final class PartReader {
    private static final List<String> KINDS = List.of("volume", "address", "service", "script", "ocf", "licences");
    private static final String TCP = "tcp ";

    private PartReader() {}

    static PartDefinition read(Field part) throws DefinitionException {
        Map<String, Field> kinds = part.entries(KINDS);
        if (kinds.size() != 1) {
            throw part.fault("must have exactly one kind (" + String.join(", ", KINDS) + "), not " + kinds.size()
                    + "; begin each part with a hyphen of its own");
        }
        Map.Entry<String, Field> only = kinds.entrySet().iterator().next();
        Field value = only.getValue();
        try {
            return switch (only.getKey()) {
                case "volume" -> volume(value);
                case "address" -> address(value);
                case "service" -> service(value);
                case "script" -> script(value);
                case "licences" -> licences(value);
                default -> agent(value);
            };
        } catch (IllegalArgumentException wrong) {
            throw value.fault(String.valueOf(wrong.getMessage()));
        }
    }

    private static PartDefinition volume(Field value) throws DefinitionException {
        Map<String, Field> fields = value.entries(List.of("device", "type", "mount", "options"));
        return new PartDefinition.Volume(
                needed(value, fields, "device").text(),
                needed(value, fields, "type").text(),
                needed(value, fields, "mount").text(),
                optionalText(fields, "options").orElse(""));
    }

    private static PartDefinition address(Field value) throws DefinitionException {
        if (value.isText()) {
            return new PartDefinition.Address(value.text(), Optional.empty());
        }
        Map<String, Field> fields = value.entries(List.of("address", "device"));
        return new PartDefinition.Address(needed(value, fields, "address").text(), optionalText(fields, "device"));
    }

    private static PartDefinition service(Field value) throws DefinitionException {
        Map<String, Field> fields =
                value.entries(List.of("command", "stop", "stop-timeout", "environment", "ready", "unit"));
        if (!fields.containsKey("unit")) {
            return command(value, fields);
        }
        if (fields.size() > 1) {
            throw value.fault("a service with 'unit' is started and stopped by systemd and has no other fields");
        }
        return new PartDefinition.Unit(needed(value, fields, "unit").text());
    }

    private static PartDefinition command(Field value, Map<String, Field> fields) throws DefinitionException {
        if (!fields.containsKey("command")) {
            throw value.fault("needs 'command' or 'unit'");
        }
        Field stopTimeout = fields.get("stop-timeout");
        Field ready = fields.get("ready");
        return new PartDefinition.Command(
                words(fields, "command"),
                words(fields, "stop"),
                stopTimeout == null ? PartDefinition.Command.DEFAULT_STOP_TIMEOUT_SECONDS : stopTimeout.number(),
                texts(fields.get("environment")),
                ready == null ? Optional.empty() : Optional.of(probe(ready)));
    }

    /// A command is a list of words, or a line that is taken apart into words; no shell is asked.
    private static List<String> words(Map<String, Field> fields, String name) throws DefinitionException {
        Field field = fields.get(name);
        if (field == null) {
            return List.of();
        }
        List<String> words;
        if (field.isList()) {
            words = field.texts();
        } else {
            try {
                words = CommandWords.of(field.text());
            } catch (IllegalArgumentException broken) {
                throw field.fault(String.valueOf(broken.getMessage()));
            }
        }
        if (words.isEmpty()) {
            throw field.fault("must name a program");
        }
        return words;
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

    private static String probe(Field ready) throws DefinitionException {
        String text = ready.text();
        if (!text.startsWith(TCP)) {
            throw ready.fault("must look like 'tcp 192.0.2.10:80', not " + ready.description());
        }
        return text.substring(TCP.length()).strip();
    }

    private static PartDefinition script(Field value) throws DefinitionException {
        Map<String, Field> fields = value.entries(List.of("load", "unload", "monitor"));
        return new PartDefinition.Script(
                needed(value, fields, "load").text(),
                needed(value, fields, "unload").text(),
                optionalText(fields, "monitor"));
    }

    private static PartDefinition licences(Field value) throws DefinitionException {
        Map<String, Field> fields = value.entries(List.of("address", "ports", "units"));
        List<Integer> ports = new ArrayList<>();
        if (fields.get("ports") != null) {
            for (Field port : needed(value, fields, "ports").items()) {
                ports.add(port.number());
            }
        }
        return new PartDefinition.Licences(
                needed(value, fields, "address").text(),
                ports,
                needed(value, fields, "units").number());
    }

    private static PartDefinition agent(Field value) throws DefinitionException {
        Map<String, Field> fields =
                value.isText() ? Map.of("agent", value) : value.entries(List.of("agent", "parameters"));
        Field name = needed(value, fields, "agent");
        Optional<OcfAgent> agent = OcfAgent.named(OcfAgent.USUAL_ROOT, name.text());
        if (agent.isEmpty()) {
            throw name.fault("must be a provider and a type, such as heartbeat:IPaddr2, not " + name.description());
        }
        return new PartDefinition.Ocf(agent.get().provider(), agent.get().type(), texts(fields.get("parameters")));
    }

    private static Field needed(Field group, Map<String, Field> fields, String name) throws DefinitionException {
        Field field = fields.get(name);
        if (field == null) {
            throw group.fault("needs '" + name + "'");
        }
        return field;
    }

    private static Optional<String> optionalText(Map<String, Field> fields, String name) throws DefinitionException {
        Field field = fields.get(name);
        return field == null ? Optional.empty() : Optional.of(field.text());
    }
}
