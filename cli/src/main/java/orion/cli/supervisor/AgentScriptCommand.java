package orion.cli.supervisor;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import orion.cli.CommandFailure;
import orion.cli.Screen;
import orion.cli.Surroundings;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.AgentFailure;
import orion.supervisor.boot.BootLint;
import orion.supervisor.boot.GwhaFaults;
import orion.supervisor.boot.HostFinding;
import orion.supervisor.boot.MissingPrograms;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.AgentKind;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.Location;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `grpwise`, `novell-nmma`, `novell-nmaa`: start, stop and look at agents as daemons, like an init script.
@Command(
        mixinStandardHelpOptions = true,
        description = "Start, stop and look at agents as daemons of this host.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for status: all are running; for check: nothing is found",
            "1:failed; for status: one should run and is dead; for check: something is found",
            "2:the command line is not understood",
            "3:for status: one is not running",
            "4:this user may not; for status: nobody can tell",
            "5:the program of an agent is not installed",
            "6:something is not configured"
        })
final class AgentScriptCommand extends SupervisorProgram {
    /// What can be done with agents.
    enum Verb {
        START,
        STOP,
        RESTART,
        STATUS,
        PRINT,
        CHECK
    }

    private static final JsonType<List<HostFinding>> FINDINGS =
            Jsonb.builder().build().type(HostFinding.class).list();
    private static final Path HOST = Path.of("/");

    private final String name;

    @Parameters(index = "0", paramLabel = "VERB", description = "start, stop, restart, status, print or check")
    private String verb = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LOCATION",
            description = "one agent, by the name that status shows, without brackets; all when left out")
    private @Nullable String location;

    @Option(names = "--config", paramLabel = "FILE", description = "the file that defines the agents, gwha.conf")
    private Path file = GwhaConfiguration.USUAL_FILE;

    @Option(
            names = "--show",
            description = "with start: in the foreground, with the agent's own console, until it ends")
    private boolean show;

    @Option(
            names = "--hold",
            paramLabel = "REASON",
            description =
                    "with stop and one LOCATION: nobody but a person at this host starts it again; status tells why")
    private @Nullable String hold;

    @Option(names = "--json", description = "with status and check: as JSON")
    private boolean json;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "with check: look at the files of a host that lie below DIR, such as those of an image")
    private Path root = HOST;

    AgentScriptCommand(String name, Surroundings surroundings) {
        super(surroundings);
        this.name = name;
    }

    @Override
    Path configuration() {
        return file;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Verb wanted = verb();
        try {
            GwhaConfiguration configuration = read(wanted);
            if (wanted == Verb.PRINT && location == null) {
                configuration.print().forEach(Screen.of(spec())::line);
                return ScriptExit.DONE;
            }
            List<AgentDefinition> agents = chosen(configuration);
            requireOneToHold(configuration);
            AgentControl control = new AgentControl(configuration.settings(), cluster());
            AgentRound round = new AgentRound(control, Screen.of(spec()), agents, location == null);
            return switch (wanted) {
                case START -> show ? showOne(control, agents) : round.start();
                case STOP -> round.stop(hold == null ? "" : hold);
                case RESTART -> Math.max(round.stop(""), round.start());
                case STATUS -> round.status(json);
                case PRINT -> round.print();
                case CHECK -> check(configuration, agents);
            };
        } catch (ConfigurationFault fault) {
            throw wanted == Verb.STATUS || wanted == Verb.CHECK
                    ? ScriptExit.failure(ScriptExit.UNKNOWN, fault)
                    : ScriptExit.notConfigured(fault);
        }
    }

    /// What runs can be stopped however wrong the file is by now: a resource could not move otherwise, because
    /// somebody has mistyped something about another one.
    private GwhaConfiguration read(Verb wanted) throws ConfigurationFault, CommandFailure {
        Optional<Location> named = Optional.ofNullable(location).flatMap(Location::of);
        Optional<GwhaConfiguration> whole = Optional.empty();
        try {
            whole = Optional.of(GwhaConfiguration.read(file));
            if (wanted == Verb.STOP && named.isPresent()) {
                whole.get().agent(named.get().name());
            }
            return whole.get();
        } catch (ConfigurationFault fault) {
            if (wanted != Verb.STOP || named.isEmpty()) {
                throw fault;
            }
            GwhaConfiguration known = GwhaConfiguration.toStop(file, named.get());
            AgentDefinition agent = known.agents().getFirst();
            if (!isKnown(known, agent) && whole.isPresent()) {
                return whole.get();
            }
            // Where nothing is known of it, it does not run: that is what was asked for, whether the file names it or
            // not.
            Screen.of(spec())
                    .errorLine("orion: " + Screen.plain(String.valueOf(fault.getMessage())) + "; "
                            + named.get() + " is stopped as far as it is known, within "
                            + agent.stopLimit().toSeconds() + " s.");
            return known;
        }
    }

    private boolean isKnown(GwhaConfiguration configuration, AgentDefinition agent) throws CommandFailure {
        try {
            return new AgentControl(configuration.settings(), cluster()).isKnown(agent);
        } catch (AgentFailure failure) {
            throw ScriptExit.failure(ScriptExit.of(failure), failure);
        }
    }

    private Verb verb() {
        try {
            Verb found = Verb.valueOf(verb.toUpperCase(Locale.ROOT));
            if (show && (found != Verb.START || location == null)) {
                throw new ParameterException(spec().commandLine(), "--show goes with start and one LOCATION");
            }
            if (hold != null && found != Verb.STOP) {
                throw new ParameterException(spec().commandLine(), "--hold goes with stop");
            }
            if (hold != null && hold.isBlank()) {
                throw new ParameterException(
                        spec().commandLine(), "--hold takes a REASON for those who wonder, such as \"new disk\"");
            }
            if (!root.equals(HOST) && found != Verb.CHECK) {
                throw new ParameterException(spec().commandLine(), "--root goes with check");
            }
            return found;
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec().commandLine(),
                    "there is no '" + Screen.plain(verb) + "'; there are start, stop, restart, status, print and check",
                    unknown);
        }
    }

    private List<AgentDefinition> chosen(GwhaConfiguration configuration) throws CommandFailure, ConfigurationFault {
        if (location != null) {
            try {
                return List.of(configuration.agent(location));
            } catch (ConfigurationFault unknown) {
                throw ScriptExit.failure(ScriptExit.NOT_UNDERSTOOD, unknown);
            }
        }
        List<AgentDefinition> agents = new ArrayList<>(configuration.agents());
        if (agents.isEmpty() && name.equals("grpwise")) {
            throw GwhaConfiguration.noAgent(file);
        }
        if (!name.equals("grpwise")) {
            AgentKind kind = name.equals("novell-nmma") ? AgentKind.NMMA : AgentKind.NMAA;
            agents.removeIf(agent -> agent.kind() != kind);
            if (agents.isEmpty()) {
                throw new ConfigurationFault("there is no agent of kind " + kind.word() + " in " + file
                        + "; add a section [" + kind.word() + "] with its server =");
            }
        }
        return agents;
    }

    /// Who forgets the reason has given the location as one, and would hold all agents.
    private void requireOneToHold(GwhaConfiguration configuration) {
        if (hold == null || location != null) {
            return;
        }
        boolean reasonIsMissing = configuration.agents().stream()
                .anyMatch(agent -> agent.location().name().equals(hold));
        if (reasonIsMissing || name.equals("grpwise")) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--hold takes a reason and holds one agent, and the %s is missing; write: %s stop --hold \"new disk\" %s"
                            .formatted(
                                    reasonIsMissing ? "reason" : "location",
                                    name,
                                    reasonIsMissing ? hold : "LOCATION"));
        }
    }

    /// Looks for what would start agents of a cluster without asking it, for what would keep it from doing so,
    /// and for what keeps gwha from its work.
    private int check(GwhaConfiguration configuration, List<AgentDefinition> agents)
            throws ConfigurationFault, InterruptedException {
        Screen screen = Screen.of(spec());
        List<HostFinding> findings = new ArrayList<>(new BootLint(root, agents).findings());
        findings.addAll(new MissingPrograms(root, agents).findings());
        if (root.equals(HOST)) {
            findings.addAll(new GwhaFaults(configuration).findings());
        }
        if (json) {
            screen.line(FINDINGS.toJson(findings));
        } else if (findings.isEmpty()) {
            boolean clustered =
                    agents.stream().anyMatch(agent -> agent.resource().isPresent());
            screen.line(
                    clustered
                            ? "nothing starts the agents of the cluster at boot, and this host has their programs"
                            : "no agent of " + configuration.file() + " has resource =, so each may start at boot");
        } else {
            findings.forEach(finding -> screen.line(Screen.plain(finding.sentence())));
        }
        return findings.isEmpty() ? ScriptExit.DONE : ScriptExit.FAILED;
    }

    private static int showOne(AgentControl control, List<AgentDefinition> agents)
            throws CommandFailure, InterruptedException {
        try {
            return control.show(agents.getFirst());
        } catch (AgentFailure failure) {
            throw ScriptExit.failure(ScriptExit.of(failure), failure);
        }
    }
}
