package orion.supervisor.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
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
    private static final List<String> USUAL_USERS = List.of(GWHA);
    private static final Set<String> KEYS =
            Set.of("ssl", "key", "cert", "password", "users", "port", "idle", "run", "log");
    private static final int PORT = 8400;
    private static final int IDLE_SECONDS = 120;

    /// Reads and checks the file, which must say something.
    public static GwhaConfiguration read(Path file) throws ConfigurationFault {
        IniFile ini = ini(file);
        if (ini.sections().isEmpty()) {
            throw noAgent(file);
        }
        return of(file, ini);
    }

    /// The same for whoever can do without agents of this host: a file may be empty, or a template of comments.
    public static GwhaConfiguration readAny(Path file) throws ConfigurationFault {
        return of(file, ini(file));
    }

    /// What it takes to stop an agent that runs, however wrong the file is by now: of what cannot be understood the
    /// usual counts. Good for nothing but that.
    public static GwhaConfiguration toStop(Path file, Location location) {
        IniFile ini = IniFile.readable(file);
        IniSection own = ini.section(GWHA).orElse(new IniSection(ini.name(), GWHA, 1, Map.of()));
        IniSection folders = own.only("run", "log");
        GwhaSettings settings = tried(() -> settings(own))
                .or(() -> tried(() -> settings(folders)))
                .orElseThrow();
        AgentDefinition agent = ini.section(location.name())
                .flatMap(section -> tried(() -> AgentSection.read(section)))
                .orElseGet(() -> AgentSection.unknown(location));
        return new GwhaConfiguration(file, settings, List.of(agent));
    }

    private interface Reading<T> {
        T get() throws ConfigurationFault;
    }

    private static <T> Optional<T> tried(Reading<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (ConfigurationFault wrong) {
            return Optional.empty();
        }
    }

    private static IniFile ini(Path file) throws ConfigurationFault {
        return IniFile.read(file, "make it, with a section for each agent, or name another one with --config FILE");
    }

    /// Told to whoever wants something of agents.
    public static ConfigurationFault noAgent(Path file) {
        return new ConfigurationFault("there is no agent in " + file + "; write a section for each, a line such as"
                + " [post.dom] and below it: server = /opt/novell/groupwise/agents/bin/gwpoa");
    }

    /// Where this host keeps what it knows of its agents, also where it has no such file.
    public static GwhaSettings folders(Path file) throws ConfigurationFault {
        return Files.exists(file)
                ? readAny(file).settings()
                : of(file, new IniFile(file.toString(), List.of())).settings();
    }

    static GwhaConfiguration of(Path file, IniFile ini) throws ConfigurationFault {
        IniSection own = ini.section(GWHA).orElse(new IniSection(ini.name(), GWHA, 1, Map.of()));
        List<AgentDefinition> agents = new ArrayList<>();
        Map<String, IniSection> sections = new HashMap<>();
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
                sections.put(section.name(), section);
            }
        }
        return new GwhaConfiguration(file, settings(own), inOrder(agents, sections));
    }

    private static List<AgentDefinition> inOrder(List<AgentDefinition> agents, Map<String, IniSection> sections)
            throws ConfigurationFault {
        SequencedMap<String, List<String>> after = new LinkedHashMap<>();
        Map<String, AgentDefinition> known = new HashMap<>();
        for (AgentDefinition agent : agents) {
            after.put(
                    agent.location().name(),
                    agent.after().stream().map(Location::name).toList());
            known.put(agent.location().name(), agent);
        }
        return new StartOrder(after, sections, "this file")
                .sorted().stream().map(known::get).map(Objects::requireNonNull).toList();
    }

    private static GwhaSettings settings(IniSection own) throws ConfigurationFault {
        own.requireKnownKeys(KEYS);
        List<String> users = own.words("users");
        return new GwhaSettings(
                own.yes("ssl", true),
                own.path("key"),
                own.path("cert"),
                own.text("password"),
                users.isEmpty() ? USUAL_USERS : users,
                own.number("port", PORT, 1, 65_535, "a TCP port"),
                Duration.ofSeconds(own.seconds("idle", IDLE_SECONDS, 1)),
                own.path("run").orElse(Path.of("/run/orion-agents")),
                own.path("log").orElse(Path.of("/var/log/orion-agents")));
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

    /// Whether gwha is set up here at all: many hosts have nothing but agents in this file.
    public boolean isForGwha() {
        return settings.key().isPresent()
                || settings.cert().isPresent()
                || !settings.tls()
                || !settings.users().equals(USUAL_USERS);
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
