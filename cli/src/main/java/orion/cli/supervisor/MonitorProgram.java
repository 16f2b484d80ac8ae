package orion.cli.supervisor;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import orion.cli.CommandFailure;
import orion.cli.Screen;
import orion.cli.Surroundings;
import orion.supervisor.configuration.AddressWords;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.monitor.ConsoleSettings;
import orion.supervisor.monitor.GwhaClient;
import orion.supervisor.monitor.Monitor;
import orion.supervisor.monitor.MonitorLimits;
import orion.supervisor.monitor.MonitorSettings;
import orion.supervisor.monitor.TrendDay;
import orion.supervisor.monitor.Trends;
import orion.supervisor.monitor.WebConsole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `gwmon`: polls agents in the foreground, until it is told to stop.
@Command(
        mixinStandardHelpOptions = true,
        description = "Poll agents for signs of life, and have gwha restart those that show none.")
final class MonitorProgram extends SupervisorProgram {
    private static final int NAME_WIDTH = 32;
    private static final int MOST_DAYS = 3_660;
    /// Less than `grpwise-ma stop` waits before it kills.
    private static final Duration END_LIMIT = Duration.ofSeconds(8);
    private static final JsonType<List<TrendDay>> DAYS =
            Jsonb.builder().build().type(TrendDay.class).list();

    private @Mixin MonitorOptions options = new MonitorOptions();

    @Option(
            names = "--report",
            paramLabel = "DAYS",
            description = "tell how the agents did in the last DAYS days, today included, and end")
    private @Nullable Integer reportDays;

    @Option(names = "--json", description = "with --report: as JSON, a line for each agent and day")
    private boolean json;

    MonitorProgram(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Path configuration() {
        return options.configuration();
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        try {
            MonitorSettings settings = options.file().read();
            if (reportDays == null && options.passwordIsVisible()) {
                tell("everybody on this host can see the password in the list of processes; use --hapassword-file");
            }
            if (reportDays != null) {
                return report(settings, reportDays);
            }
            settings.gwha()
                    .map(GwhaClient::warning)
                    .filter(warning -> !warning.isEmpty())
                    .ifPresent(this::tell);
            try (OrderlyEnd end = new OrderlyEnd(END_LIMIT)) {
                monitor(settings, end);
            }
            return ScriptExit.DONE;
        } catch (ConfigurationFault fault) {
            throw ScriptExit.notConfigured(fault);
        }
    }

    private void monitor(MonitorSettings settings, OrderlyEnd end) throws InterruptedException {
        boolean acting = settings.gwha().isPresent();
        try (Monitor monitor = new Monitor(settings, MonitorLimits.usual(acting), cluster(), this::tell)) {
            tell("monitoring %d agents%s"
                    .formatted(settings.agents().size(), acting ? "" : "; without --hauser none is restarted"));
            if (settings.web().isPresent()) {
                serve(monitor, settings);
            } else {
                monitor.awaitEnd();
            }
        } catch (InterruptedException stop) {
            if (!end.isAsked()) {
                throw stop;
            }
            tell("ended; the agents go on");
        }
    }

    /// From the files, so that it works whether a monitor runs or not.
    private int report(MonitorSettings settings, int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(
                    spec().commandLine(), "--report takes a number of days from 1 to " + MOST_DAYS + ", not " + days);
        }
        Screen screen = Screen.of(spec());
        List<TrendDay> all = Trends.of(settings.history(), days);
        if (json) {
            screen.line(DAYS.toJson(all));
            return ScriptExit.DONE;
        }
        for (TrendDay agent : Trends.together(all)) {
            String name = "[" + agent.agent() + "]";
            screen.line("%s%s available, %d restarts, answers %s"
                    .formatted(
                            name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())),
                            agent.availability(),
                            agent.restarts(),
                            agent.response()));
        }
        if (all.isEmpty()) {
            screen.line("nothing is known of the last " + days + " days beside " + settings.history());
        }
        return ScriptExit.DONE;
    }

    private void serve(Monitor monitor, MonitorSettings settings) throws InterruptedException {
        ConsoleSettings console = settings.web().orElseThrow();
        if (!console.warning().isEmpty()) {
            tell(console.warning());
        }
        try (WebConsole web = new WebConsole(monitor, console)) {
            tell("its pages are at " + console.scheme() + "://" + AddressWords.of(web.address()));
            monitor.awaitEnd();
        } catch (IOException taken) {
            // The pages are for people; the agents need the monitor without them, too.
            tell("there are no pages at " + AddressWords.of(console.address()) + ": " + taken.getMessage()
                    + "; choose another port with web =");
            monitor.awaitEnd();
        }
    }

    private void tell(String sentence) {
        Screen.of(spec()).errorLine("gwmon: " + Screen.plain(sentence));
    }
}
