package orion.supervisor.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file `gwha.conf`: the settings of gwha and all agents that could ever run on this host.
///
/// @param file     where it lies
/// @param settings of gwha itself
/// @param agents   in the order in which they are started
public record GwhaConfiguration(Path file, GwhaSettings settings, List<AgentDefinition> agents) {
    /// Where it lies unless somebody says otherwise.
    public static final Path USUAL_FILE = Path.of("/etc/opt/novell/groupwise/gwha.conf");

    private static final String GWHA = "gwha";
    private static final Set<String> KEYS =
            Set.of("ssl", "key", "cert", "password", "users", "port", "idle", "run", "log");
    private static final int PORT = 8400;
    private static final int IDLE_SECONDS = 120;

    /// Reads and checks the file.
    public static GwhaConfiguration read(Path file) throws ConfigurationFault {
        return of(
                file,
                IniFile.read(file, "make it, with a section for each agent, or name another one with --config FILE"));
    }

    /// Where this host keeps what it knows of its agents, also where it has no such file.
    public static GwhaSettings folders(Path file) throws ConfigurationFault {
        return Files.exists(file)
                ? read(file).settings()
                : of(file, new IniFile(file.toString(), List.of())).settings();
    }

    static GwhaConfiguration of(Path file, IniFile ini) throws ConfigurationFault {
        IniSection own = ini.section(GWHA).orElse(new IniSection(ini.name(), GWHA, 1, Map.of()));
        List<AgentDefinition> agents = new ArrayList<>();
        Map<Location, IniSection> sections = new HashMap<>();
        for (IniSection section : ini.sections()) {
            if (!section.name().equals(GWHA)) {
                AgentDefinition agent = AgentSection.read(section);
                refuseSharedStartup(section, agent, agents);
                for (AgentDefinition earlier : agents) {
                    if (agent.resource().isPresent()) {
                        agent.resource().get().refuseOtherAddress(section, earlier);
                    }
                }
                agents.add(agent);
                sections.put(agent.location(), section);
            }
        }
        return new GwhaConfiguration(file, settings(file, own), new StartOrder(agents, sections).sorted());
    }

    private static GwhaSettings settings(Path file, IniSection own) throws ConfigurationFault {
        own.requireKnownKeys(KEYS);
        List<String> users = own.words("users");
        return new GwhaSettings(
                own.yes("ssl", true),
                own.text("key").map(file.toAbsolutePath()::resolveSibling),
                own.text("cert").map(file.toAbsolutePath()::resolveSibling),
                own.text("password"),
                users.isEmpty() ? List.of("gwha") : users,
                own.number("port", PORT, 1, 65_535, "a TCP port"),
                Duration.ofSeconds(own.seconds("idle", IDLE_SECONDS, 1)),
                Path.of(own.text("run").orElse("/run/orion-agents")),
                Path.of(own.text("log").orElse("/var/log/orion-agents")));
    }

    /// Two agents with one startup file are one agent that would run twice, on the same data.
    private static void refuseSharedStartup(IniSection section, AgentDefinition agent, List<AgentDefinition> earlier)
            throws ConfigurationFault {
        if (section.text("startup").isEmpty()) {
            return;
        }
        for (AgentDefinition other : earlier) {
            if (other.server().equals(agent.server()) && other.arguments().equals(agent.arguments())) {
                throw section.fault(
                        "startup",
                        "[" + other.location() + "] has the same server and the same startup file, so both would run"
                                + " the same agent; correct one of them");
            }
        }
    }

    /// The agent of a location, or what to type instead.
    public AgentDefinition agent(String typed) throws ConfigurationFault {
        Optional<AgentDefinition> found = agents.stream()
                .filter(agent -> agent.location().name().equals(typed))
                .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        String bare = typed.replaceAll("[\\[\\]]", "");
        String hint = agents.stream()
                .map(agent -> agent.location().name())
                .filter(name -> name.equalsIgnoreCase(bare))
                .findFirst()
                .map(name -> "the name is written " + name)
                .orElse("there are " + String.join(", ", names()));
        throw new ConfigurationFault("there is no agent '" + typed + "' in " + file + "; "
                + (agents.isEmpty() ? "the file has no section of an agent yet" : hint));
    }

    private List<String> names() {
        return agents.stream().map(agent -> agent.location().name()).toList();
    }

    /// The file as it was read, without its password.
    public List<String> print() throws ConfigurationFault {
        List<String> lines = new ArrayList<>();
        for (IniSection section :
                IniFile.read(file, "it was there a moment ago").sections()) {
            lines.add("[" + section.name() + "]");
            section.entries().forEach((key, entry) -> {
                boolean secret = key.equals("password") && !entry.value().isEmpty();
                lines.add(key + " = " + (secret ? "(not shown)" : entry.value()));
            });
            lines.add("");
        }
        return lines;
    }

    /// What a person should know though everything works.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!settings.tls()) {
            warnings.add("passwords travel in clear text, for ssl = no in [gwha] of " + file
                    + "; set ssl = yes with key and cert unless nobody else can reach the port");
        }
        try {
            if (settings.password().isPresent()
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                warnings.add(file + " holds a password and can be read by everybody; run: chmod 600 " + file);
            }
        } catch (IOException | UnsupportedOperationException unknown) {
            return warnings;
        }
        return warnings;
    }
}
