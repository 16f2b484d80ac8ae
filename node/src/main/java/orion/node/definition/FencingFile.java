package orion.node.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import orion.node.fencing.FenceDevice;
import orion.node.fencing.FencePlan;

/// The file of fencing devices: all of it is good, or none of it is read. Its messages never quote what an option says.
public final class FencingFile {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s)");

    private FencingFile() {}

    /// Reads the devices and which node they fence.
    ///
    /// @param file its name, for messages
    /// @param text its content
    /// @throws DefinitionException with the first thing that is wrong
    public static FencePlan parse(String file, String text) throws DefinitionException {
        Optional<Node> top = YamlTree.of(text, file);
        if (top.isEmpty()) {
            throw new DefinitionException(
                    file, 0, "", "the file is empty; write 'devices:' and 'nodes:', or delete it");
        }
        Field document = new Field(file, "", top.get());
        Map<String, Field> sections = document.entries(List.of("devices", "nodes"));
        Map<String, FenceDevice> devices = new LinkedHashMap<>();
        for (Map.Entry<String, Field> entry :
                needed(document, sections, "devices").entries().entrySet()) {
            devices.put(entry.getKey(), device(entry.getKey(), entry.getValue()));
        }
        Map<String, FencePlan.Victim> victims = new LinkedHashMap<>();
        for (Map.Entry<String, Field> entry :
                needed(document, sections, "nodes").entries().entrySet()) {
            victims.put(entry.getKey(), victim(entry.getValue(), devices));
        }
        return new FencePlan(victims);
    }

    private static FenceDevice device(String name, Field field) throws DefinitionException {
        Map<String, Field> fields = field.entries(List.of("agent", "timeout", "options"));
        Field timeout = fields.get("timeout");
        Map<String, String> options = options(fields.get("options"));
        try {
            return new FenceDevice(
                    name,
                    needed(field, fields, "agent").text(),
                    timeout == null ? FenceDevice.DEFAULT_TIMEOUT_SECONDS : timeout.number(),
                    options);
        } catch (IllegalArgumentException wrong) {
            throw field.fault(String.valueOf(wrong.getMessage()));
        }
    }

    private static Map<String, String> options(@Nullable Field field) throws DefinitionException {
        Map<String, String> options = new LinkedHashMap<>();
        if (field == null) {
            return options;
        }
        if (field.isText()) {
            throw field.fault("must be a group of 'name: value' lines");
        }
        for (Map.Entry<String, Field> entry : field.entries().entrySet()) {
            options.put(entry.getKey(), entry.getValue().text());
        }
        return options;
    }

    private static FencePlan.Victim victim(Field field, Map<String, FenceDevice> devices) throws DefinitionException {
        Map<String, Field> fields = field.entries(List.of("levels", "after"));
        List<List<FenceDevice>> levels = new ArrayList<>();
        for (Field level : needed(field, fields, "levels").items()) {
            levels.add(level(level, devices));
        }
        if (levels.isEmpty()) {
            throw field.fault("has no level; write 'levels: [[DEVICE]]', or leave the node out");
        }
        Field after = fields.get("after");
        return new FencePlan.Victim(levels, after == null ? OptionalLong.empty() : OptionalLong.of(millis(after)));
    }

    private static List<FenceDevice> level(Field field, Map<String, FenceDevice> devices) throws DefinitionException {
        List<FenceDevice> level = new ArrayList<>();
        for (Field item : field.items()) {
            FenceDevice device = devices.get(item.text());
            if (device == null) {
                throw item.fault(item.description() + " is not one of the devices: "
                        + (devices.isEmpty()
                                ? "there are none"
                                : String.join(
                                        ", ",
                                        devices.keySet().stream()
                                                .map(Field::shown)
                                                .toList())));
            }
            level.add(device);
        }
        if (level.isEmpty()) {
            throw field.fault("is a level without a device; it would confirm what nobody did");
        }
        return level;
    }

    private static long millis(Field field) throws DefinitionException {
        Matcher matcher = DURATION.matcher(field.text());
        if (!matcher.matches()) {
            throw field.fault("must be a time such as 3s or 1500ms, not " + field.description());
        }
        return Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("s") ? 1_000 : 1);
    }

    private static Field needed(Field parent, Map<String, Field> fields, String name) throws DefinitionException {
        Field field = fields.get(name);
        if (field == null) {
            throw parent.fault("needs '" + name + "'");
        }
        return field;
    }
}
