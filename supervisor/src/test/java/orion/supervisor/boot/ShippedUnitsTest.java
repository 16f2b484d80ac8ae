package orion.supervisor.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The units that are shipped can be read by systemd, and start and stop the agents of a host in good order.
final class ShippedUnitsTest {
    private static final Path SHIPPED = Path.of(System.getProperty("orion.repository"), "dist");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    private Path folder;

    private static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.filter(file -> file.toString().matches(".*\\.(service|socket)"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> words(String unit, String key) throws IOException {
        return Files.readAllLines(SHIPPED.resolve(unit)).stream()
                .filter(line -> line.startsWith(key + "="))
                .flatMap(line -> Arrays.stream(line.substring(key.length() + 1).split(" ", -1)))
                .toList();
    }

    @Test
    void systemdUnderstandsThem() throws Exception {
        assertThat(units()).hasSizeGreaterThanOrEqualTo(6);
        for (Path unit : units()) {
            assertThat(faults(Files.readAllLines(unit))).as(unit.toString()).isEmpty();
        }
        assertThat(faults(List.of("[Unit]", "After x", "[Units]", "# y", "[Service]", "ExecStart=gwha")))
                .containsExactly("After x", "[Units]", "ExecStart=gwha");
        if (Files.exists(ANALYZE)) {
            assertThat(verified(units())).isEmpty();
            Path planted = Files.writeString(folder.resolve("planted.service"), "[Service]\nExecStrat=/bin/true\n");
            assertThat(verified(List.of(planted))).contains("ExecStrat");
        }
    }

    /// What no unit may have, also where no systemd is there to say so.
    private static List<String> faults(List<String> lines) {
        List<String> faults = new ArrayList<>();
        for (String line : lines) {
            boolean well = line.isEmpty()
                    || line.startsWith("#")
                    || List.of("[Unit]", "[Service]", "[Socket]", "[Install]").contains(line)
                    || line.matches("Exec[A-Za-z]+=[@+!-]*/.+")
                    || (line.matches("[A-Z][A-Za-z]+=.*") && !line.startsWith("Exec"));
            if (!well) {
                faults.add(line);
            }
        }
        return faults;
    }

    /// What systemd says of them, as if their programs were installed.
    private String verified(List<Path> units) throws Exception {
        List<String> command = new ArrayList<>(List.of(ANALYZE.toString(), "verify", "--man=no"));
        for (Path unit : units) {
            Path copy = folder.resolve("installed-" + unit.getFileName());
            Files.writeString(copy, Files.readString(unit).replaceAll("(?m)^(Exec[A-Za-z]+)=/usr/.*", "$1=/bin/true"));
            command.add(copy.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isBetween(0, 1);
        return output;
    }

    @Test
    void whereOneAgentFailedTheOthersAreStoppedAllTheSame() throws Exception {
        // A unit that failed is never stopped. These are the codes of grpwise where one agent could not be started.
        assertThat(words("grpwise.service", "SuccessExitStatus")).contains("1", "5", "6");
        assertThat(words("grpwise.service", "ExecStop")).endsWith("stop");
    }

    @Test
    void whoRestartsAgentsIsStoppedBeforeThem() throws Exception {
        // What comes after another unit at boot is stopped before it.
        for (String unit : List.of("gwha.service", "gwmon.service")) {
            assertThat(words(unit, "After")).as(unit).contains("grpwise.service");
        }
    }
}
