package orion.core.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orion.core.configuration.PartDefinition;

/// The parts of resources as bytes: a number for the kind, then its fields.
final class PartFormat {
    private static final int ADDRESS = 1;
    private static final int VOLUME = 2;
    private static final int COMMAND = 3;
    private static final int UNIT = 4;
    private static final int SCRIPT = 5;
    private static final int OCF = 6;
    private static final int LICENCES = 7;

    private static final int MOST_ARGUMENTS = 256;
    private static final int MOST_VARIABLES = 128;

    private PartFormat() {}

    static void write(BoundedWriter writer, PartDefinition part) {
        switch (part) {
            case PartDefinition.Address address ->
                writer.uint8(ADDRESS).text(address.cidr()).optional(address.device(), BoundedWriter::text);
            case PartDefinition.Volume volume ->
                writer.uint8(VOLUME)
                        .text(volume.device())
                        .text(volume.type())
                        .text(volume.mountPoint())
                        .text(volume.options());
            case PartDefinition.Command command -> writeCommand(writer.uint8(COMMAND), command);
            case PartDefinition.Unit unit -> writer.uint8(UNIT).text(unit.unit());
            case PartDefinition.Script script ->
                writer.uint8(SCRIPT)
                        .text(script.load())
                        .text(script.unload())
                        .optional(script.monitor(), BoundedWriter::text);
            case PartDefinition.Licences licences -> {
                writer.uint8(LICENCES).text(licences.address()).int32(licences.units());
                writer.uint16(licences.ports().size());
                licences.ports().forEach(writer::uint16);
            }
            case PartDefinition.Ocf agent -> {
                writer.uint8(OCF).text(agent.provider()).text(agent.type());
                ConfigurationFormat.writeTextMap(writer, agent.parameters(), PartDefinition.Ocf.MOST_PARAMETERS);
            }
        }
    }

    static PartDefinition read(BoundedReader reader) {
        int kind = reader.uint8();
        return switch (kind) {
            case ADDRESS -> new PartDefinition.Address(reader.text(), reader.optional(BoundedReader::text));
            case VOLUME -> new PartDefinition.Volume(reader.text(), reader.text(), reader.text(), reader.text());
            case COMMAND -> readCommand(reader);
            case UNIT -> new PartDefinition.Unit(reader.text());
            case SCRIPT ->
                new PartDefinition.Script(reader.text(), reader.text(), reader.optional(BoundedReader::text));
            case OCF ->
                new PartDefinition.Ocf(
                        reader.text(),
                        reader.text(),
                        readTextMap(reader, PartDefinition.Ocf.MOST_PARAMETERS, "a parameter of an agent"));
            case LICENCES -> readLicences(reader);
            default -> throw reader.malformed("there is no kind " + kind + " of parts");
        };
    }

    private static void writeCommand(BoundedWriter writer, PartDefinition.Command command) {
        ConfigurationFormat.writeTexts(writer, command.command(), MOST_ARGUMENTS);
        ConfigurationFormat.writeTexts(writer, command.stopCommand(), MOST_ARGUMENTS);
        writer.int32(command.stopTimeoutSeconds());
        ConfigurationFormat.writeTextMap(writer, command.environment(), MOST_VARIABLES);
        writer.optional(command.readyWhen(), BoundedWriter::text);
    }

    private static PartDefinition.Command readCommand(BoundedReader reader) {
        List<String> command = ConfigurationFormat.readTexts(reader, MOST_ARGUMENTS);
        List<String> stopCommand = ConfigurationFormat.readTexts(reader, MOST_ARGUMENTS);
        int stopTimeoutSeconds = reader.int32();
        Map<String, String> environment = readTextMap(reader, MOST_VARIABLES, "an environment variable");
        return new PartDefinition.Command(
                command, stopCommand, stopTimeoutSeconds, environment, reader.optional(BoundedReader::text));
    }

    private static PartDefinition.Licences readLicences(BoundedReader reader) {
        String address = reader.text();
        int units = reader.int32();
        List<Integer> ports = new ArrayList<>();
        for (int left = reader.count(PartDefinition.Licences.MOST_PORTS, 2); left > 0; left--) {
            ports.add(reader.uint16());
        }
        return new PartDefinition.Licences(address, ports, units);
    }

    private static Map<String, String> readTextMap(BoundedReader reader, int most, String what) {
        Map<String, String> read = new LinkedHashMap<>();
        int entries = reader.count(most, 8);
        for (int i = 0; i < entries; i++) {
            String name = reader.text();
            if (read.put(name, reader.text()) != null) {
                throw reader.malformed(what + " comes twice");
            }
        }
        return read;
    }
}
