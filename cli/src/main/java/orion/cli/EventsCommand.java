package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import orion.node.api.EventData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion events`: the story of the cluster as this node saw it, oldest first; `--follow` goes on telling.
@Command(name = "events", description = "Tell what happened, oldest first, as this node saw it.")
final class EventsCommand implements Callable<Integer> {
    private static final int MOST = 2_000;
    private static final long PAUSE_MILLIS = 300;

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(names = "-n", paramLabel = "N", description = "how many at most; 50 when left out")
    private int count = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what happens from now; end with Ctrl-C")
    private boolean follow;

    @Override
    public Integer call() throws CommandFailure {
        if (count < 1 || count > MOST) {
            throw new ParameterException(spec.commandLine(), "-n takes 1 to " + MOST + ", not " + count);
        }
        Call call = Call.of(spec);
        ControlClient client = call.client();
        if (follow && client.isElsewhere()) {
            // Each node counts its own events, and now one answers, now another.
            throw new CommandFailure("events are followed on a node, with 'orion events -f' there; from elsewhere"
                    + " GET /api/v1/events/stream tells them");
        }
        long told = tell(
                call, client.require("events", List.of(Integer.toString(count))).events(), 0);
        while (follow) {
            call.screen().requireReader();
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return ExitCode.DONE;
            }
            told = tell(
                    call,
                    client.require("events", List.of(Integer.toString(MOST))).events(),
                    told);
        }
        return ExitCode.DONE;
    }

    private long tell(Call call, List<EventData> events, long told) {
        boolean restarted = !events.isEmpty() && events.getLast().number() < told;
        long last = restarted ? 0 : told;
        for (EventData event : events) {
            if (event.number() > last) {
                if (format.json()) {
                    format.write(event);
                } else {
                    call.screen().line(line(call.screen(), event));
                }
                last = event.number();
            }
        }
        return last;
    }

    private static String line(Screen screen, EventData event) {
        return "%s %s %s %s"
                .formatted(
                        screen.paint(Screen.Tone.FAINT, Screen.plain(event.time())),
                        Screen.plain(event.node()),
                        screen.paint(Screen.Tone.TITLE, Screen.plain(event.kind())),
                        Screen.plain(event.text()));
    }
}
