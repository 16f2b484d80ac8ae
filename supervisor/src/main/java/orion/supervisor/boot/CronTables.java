package orion.supervisor.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import orion.supervisor.configuration.ConfigurationFault;

/// The tables of cron, with what it starts at boot and from time to time.
record CronTables(HostFiles files, StartedAgents started) {
    private static final Path SYSTEM = Path.of("/etc/crontab");
    /// Of the system, and of users as different distributions have them; those of others are below the last one.
    private static final List<String> FOLDERS =
            List.of("/etc/cron.d", "/var/spool/cron/crontabs", "/var/spool/cron/tabs", "/var/spool/cron");

    List<HostFinding> findings() throws ConfigurationFault {
        List<HostFinding> findings = new ArrayList<>();
        List<Path> tables = new ArrayList<>(List.of(SYSTEM));
        for (String folder : FOLDERS) {
            tables.addAll(files.list(folder));
        }
        Set<Path> seen = new HashSet<>();
        for (Path table : tables) {
            if (seen.add(files.real(table).orElse(table))) {
                List<String> lines =
                        StartedAgents.withoutComments(files.text(table)).lines().toList();
                add("script", table, lines.stream().filter(CronTables::isOfBoot), findings);
                add("cron", table, lines.stream().filter(line -> !isOfBoot(line)), findings);
            }
        }
        return findings;
    }

    private static boolean isOfBoot(String line) {
        return line.strip().startsWith("@reboot");
    }

    private void add(String kind, Path table, Stream<String> lines, List<HostFinding> findings) {
        List<String> starting =
                lines.filter(line -> !started.by(line).isEmpty()).toList();
        if (!starting.isEmpty()) {
            List<String> agents = started.by(String.join("\n", starting));
            findings.add(new HostFinding(
                    kind,
                    table.toString(),
                    agents,
                    "take this line out of it: " + starting.getFirst().strip()));
        }
    }
}
