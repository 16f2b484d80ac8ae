package orion.supervisor.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.ConfigurationFault;

/// Looks for what would start agents of a cluster without asking it: units of systemd that are enabled, links of
/// init scripts, scripts of the boot, tables of cron, services of xinetd. It only reads files, so it works on an
/// image, too.
public final class BootLint {
    private static final List<String> RUN_LEVELS = List.of("2", "3", "4", "5", "S");
    private static final List<String> RC_PLACES = List.of("/etc", "/etc/init.d", "/etc/rc.d");
    private static final List<Path> BOOT_SCRIPTS = Stream.of(
                    "/etc/rc.local", "/etc/rc.d/rc.local", "/etc/init.d/boot.local", "/etc/init.d/after.local")
            .map(Path::of)
            .toList();
    private static final Pattern RC_LINK = Pattern.compile("S[0-9]{2}(.+)");
    private static final Pattern SERVICE = Pattern.compile("(?ms)^\\s*service\\s+(\\S+)\\s*\\{(.*?)^\\s*\\}");
    private static final Pattern XINETD_LINE = Pattern.compile("(?m)^\\s*(\\w+)\\s*[+-]?=\\s*(.*?)\\s*$");

    private final HostFiles files;
    private final StartedAgents started;

    /// @param root   of the host's files
    /// @param agents of which those are looked for that belong to a resource
    public BootLint(Path root, List<AgentDefinition> agents) {
        this.files = new HostFiles(root);
        this.started = new StartedAgents(
                agents.stream().filter(agent -> agent.resource().isPresent()).toList());
    }

    /// All that is found, in the order in which a person would look.
    public List<HostFinding> findings() throws ConfigurationFault {
        List<HostFinding> findings = new ArrayList<>(new BootUnits(files, started).findings());
        // On some hosts one of these folders is a link to another one.
        Set<Path> seen = new HashSet<>();
        for (String place : RC_PLACES) {
            for (String level : RUN_LEVELS) {
                Path folder = Path.of(place, "rc" + level + ".d");
                if (seen.add(files.real(folder).orElse(folder))) {
                    addLinks(folder.toString(), findings);
                }
            }
        }
        addScripts(findings);
        findings.addAll(new CronTables(files, started).findings());
        for (Path file : files.list("/etc/xinetd.d")) {
            String name = String.valueOf(file.getFileName());
            // xinetd itself leaves out what editors and package managers leave behind.
            if (!name.contains(".") && !name.endsWith("~")) {
                addServices(file, findings);
            }
        }
        addServices(Path.of("/etc/xinetd.conf"), findings);
        return List.copyOf(findings);
    }

    private void addLinks(String folder, List<HostFinding> findings) throws ConfigurationFault {
        for (Path link : files.list(folder)) {
            Matcher name = RC_LINK.matcher(String.valueOf(link.getFileName()));
            if (name.matches() && files.exists(link)) {
                List<String> agents = started.by(name.group(1), files.text(link));
                if (!agents.isEmpty()) {
                    findings.add(new HostFinding("rc", link.toString(), agents, "run: rm " + link));
                }
            }
        }
    }

    /// Those that run at the end of a boot, where they are executable.
    private void addScripts(List<HostFinding> findings) throws ConfigurationFault {
        Set<Path> seen = new HashSet<>();
        for (Path script : BOOT_SCRIPTS) {
            if (files.isExecutable(script) && seen.add(files.real(script).orElse(script))) {
                List<String> agents = started.by(StartedAgents.withoutComments(files.text(script)));
                if (!agents.isEmpty()) {
                    findings.add(new HostFinding("script", script.toString(), agents, "take that out of " + script));
                }
            }
        }
    }

    private void addServices(Path file, List<HostFinding> findings) throws ConfigurationFault {
        Matcher services = SERVICE.matcher(files.text(file));
        while (services.find()) {
            StringBuilder command = new StringBuilder();
            boolean disabled = false;
            Matcher lines = XINETD_LINE.matcher(services.group(2));
            while (lines.find()) {
                switch (lines.group(1)) {
                    case "server", "server_args" ->
                        command.append(lines.group(2)).append(' ');
                    case "disable" -> disabled = lines.group(2).equals("yes");
                    default -> {
                        // Nothing about what is started.
                    }
                }
            }
            List<String> agents = started.by(command.toString());
            if (!disabled && !agents.isEmpty()) {
                findings.add(new HostFinding(
                        "xinetd",
                        file.toString(),
                        agents,
                        "set disable = yes in its service " + services.group(1)
                                + ", then run: systemctl reload xinetd"));
            }
        }
    }
}
