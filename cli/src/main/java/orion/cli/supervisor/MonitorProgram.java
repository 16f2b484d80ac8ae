package orion.cli.supervisor;

import java.io.IOException;
import orion.cli.CommandFailure;
import orion.cli.Screen;
import orion.cli.Surroundings;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.monitor.Monitor;
import orion.supervisor.monitor.MonitorLimits;
import orion.supervisor.monitor.MonitorSettings;
import orion.supervisor.monitor.WebConsole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gwmon`: polls agents in the foreground, until it is told to stop.
@Command(
        mixinStandardHelpOptions = true,
        description = "Poll agents for signs of life, and have gwha restart those that show none.")
final class MonitorProgram extends SupervisorProgram {
    private @Mixin MonitorOptions options = new MonitorOptions();

    MonitorProgram(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        try {
            MonitorSettings settings = options.file().read();
            if (options.passwordIsVisible()) {
                tell("everybody on this host can see the password in the list of processes; use --hapassword-file");
            }
            boolean acting = settings.gwha().isPresent();
            try (Monitor monitor = new Monitor(settings, MonitorLimits.usual(acting), cluster(), this::tell)) {
                tell("monitoring %d agents%s"
                        .formatted(settings.agents().size(), acting ? "" : "; without --hauser none is restarted"));
                if (settings.web().isPresent()) {
                    serve(monitor, settings);
                } else {
                    monitor.awaitEnd();
                }
            }
            return ScriptExit.DONE;
        } catch (ConfigurationFault fault) {
            throw ScriptExit.notConfigured(fault);
        }
    }

    private void serve(Monitor monitor, MonitorSettings settings) throws InterruptedException {
        var address = settings.web().orElseThrow();
        try (WebConsole web = new WebConsole(monitor, address)) {
            tell("its pages are at http:/" + web.address());
            monitor.awaitEnd();
        } catch (IOException taken) {
            // The pages are for people; the agents need the monitor without them, too.
            tell("there are no pages at " + address + ": " + taken.getMessage() + "; choose another port with web =");
            monitor.awaitEnd();
        }
    }

    private void tell(String sentence) {
        Screen.of(spec()).errorLine("gwmon: " + Screen.plain(sentence));
    }
}
