package orion.cli.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import orion.cli.CommandFailure;
import orion.cli.Screen;
import orion.cli.Surroundings;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.AgentKind;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.Location;
import orion.supervisor.configuration.Unreadable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `grpwise-ma`: the monitor as a daemon, like an init script. It is no agent of `gwha.conf`: `grpwise stop`
/// must not stop who would notice that.
@Command(
        mixinStandardHelpOptions = true,
        description = "Start and stop the monitor as a daemon of this host; exit codes as those of grpwise.")
final class MonitorScriptCommand extends SupervisorProgram {
    private static final Location MONITOR = new Location("gwmon");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private @Mixin MonitorOptions options = new MonitorOptions();

    @Parameters(index = "0", paramLabel = "VERB", description = "start, stop, restart or status")
    private String verb = "";

    MonitorScriptCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Path configuration() {
        return options.configuration();
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        try {
            return switch (verb.toLowerCase(Locale.ROOT)) {
                case "start" -> start(options);
                case "stop" -> round(asStarted()).stop("");
                case "restart" -> {
                    MonitorOptions same = asStarted();
                    // What is wrong with its files is told before it is stopped.
                    same.file().read();
                    yield Math.max(round(same).stop(""), start(same));
                }
                case "status" -> round(asStarted()).status(false);
                default ->
                    throw new ParameterException(
                            spec().commandLine(),
                            "there is no '" + Screen.plain(verb) + "'; there are start, stop, restart and status");
            };
        } catch (ConfigurationFault fault) {
            throw ScriptExit.notConfigured(fault);
        }
    }

    private int start(MonitorOptions with) throws ConfigurationFault, InterruptedException {
        // What is wrong with its files is told here, not in its log.
        with.file().read();
        int exit = round(with).start();
        if (exit == ScriptExit.DONE) {
            try {
                StartedMonitor.USUAL.keep(with.withoutPassword());
            } catch (IOException refused) {
                Screen.of(spec())
                        .errorLine("orion: its options cannot be kept in " + StartedMonitor.USUAL.file() + ": "
                                + Unreadable.why(refused) + "; repeat them with stop and status.");
            }
        }
        return exit;
    }

    /// The options of the monitor that was started last, where none are given.
    private MonitorOptions asStarted() throws CommandFailure {
        if (!spec().commandLine().getParseResult().matchedOptions().isEmpty()) {
            return options;
        }
        try {
            return StartedMonitor.USUAL
                    .words()
                    .map(words -> CommandLine.populateCommand(new MonitorOptions(), words.toArray(String[]::new)))
                    .orElse(options);
        } catch (IOException | ParameterException unusable) {
            throw new CommandFailure(
                    ScriptExit.NOT_PERMITTED,
                    "with which options the monitor was started cannot be read from " + StartedMonitor.USUAL.file()
                            + "; ask as root, or repeat --config and --gwha-config");
        }
    }

    private AgentRound round(MonitorOptions with) throws ConfigurationFault {
        AgentControl control =
                new AgentControl(GwhaConfiguration.folders(with.gwhaFile()), ClusterAuthority.NOT_CLUSTERED);
        return new AgentRound(control, Screen.of(spec()), List.of(monitor(with)), false);
    }

    /// This very program once more, on this very Java, by the name that makes it the monitor.
    private AgentDefinition monitor(MonitorOptions with) {
        Path java = Path.of(ProcessHandle.current().info().command().orElse("/usr/bin/java"));
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorion.command=gwmon",
                "-Dorion.home=" + surroundings().home(),
                "-cp",
                System.getProperty("java.class.path"),
                "orion.cli.Main"));
        arguments.addAll(with.words());
        return new AgentDefinition(
                MONITOR,
                AgentKind.OTHER,
                java,
                List.copyOf(arguments),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Duration.ZERO,
                STOP_LIMIT,
                STOP_LIMIT,
                List.of(),
                List.of(),
                Optional.empty());
    }
}
