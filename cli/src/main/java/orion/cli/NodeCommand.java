package orion.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import orion.cli.demo.DemoCommand;
import orion.cli.supervisor.DangerousAgents;
import orion.node.alert.Notice;
import orion.node.alert.Post;
import orion.node.daemon.Daemon;
import orion.node.daemon.DaemonOptions;
import orion.node.daemon.Fence;
import orion.node.daemon.SetupException;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.monitor.Sendmail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion node`: the daemon of this server, in the foreground, until it is told to stop.
@Command(
        name = "node",
        description = "Run the daemon of this server until it is told to stop.",
        synopsisSubcommandLabel = "[remove NODE]",
        subcommands = {NodeRemoveCommand.class, NodeCapacityCommand.class})
final class NodeCommand implements Callable<Integer> {
    private static final String GUARD = "orion-guard";
    private static final long ORDERLY_END_SECONDS = 20;

    private @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--watchdog",
            paramLabel = "WHICH",
            description = "none, a device such as /dev/watchdog, systemd, or fifo:PATH; none when left out")
    private String watchdog = "none";

    @Option(
            names = "--fence",
            paramLabel = "HOW",
            description = "reboot this host, or kill (for demonstrations) when not everything can be stopped;"
                    + " reboot when left out")
    private String fence = "reboot";

    @Option(
            names = "--sbd-messages",
            paramLabel = "HOW",
            description = "obey or ignore (only tell of) the messages that the tool sbd leaves on the white board; obey"
                    + " when left out")
    private String messages = "obey";

    @Option(names = "--run", paramLabel = "DIR", description = "where files go that live no longer than this boot")
    private @Nullable Path run;

    @Option(
            names = "--ordinary-priority",
            hidden = true,
            description = "no real-time scheduling: several nodes share this host and would starve its kernel")
    private boolean ordinaryPriority;

    @Option(names = "--end-with-input", hidden = true, description = "stop when the input ends")
    private boolean endWithInput;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        DaemonOptions options = new DaemonOptions(
                call.directory(),
                watchdog,
                manner(),
                Optional.ofNullable(run),
                call.surroundings().home().resolve(GUARD),
                obeysMessages(),
                !ordinaryPriority,
                () -> DangerousAgents.of(Path.of("/"), GwhaConfiguration.USUAL_FILE),
                NodeCommand::post);
        Optional<String> demonstration = DemoCommand.howToStart(call.directory());
        if (!endWithInput && demonstration.isPresent()) {
            throw new CommandFailure("the node in " + call.directory()
                    + " belongs to a demonstration, which starts its nodes itself; " + demonstration.get());
        }
        if (endWithInput) {
            InputStream input = call.surroundings().input();
            Thread.ofPlatform().daemon().name("input").start(() -> stopAtEnd(input));
        }
        try {
            return Daemon.run(options, System.out);
        } catch (SetupException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }

    /// The monitor of agents sends mail in the same way.
    private static Post post(String program, List<String> addresses) throws IOException {
        Path path = program.isEmpty() ? Sendmail.usual() : Path.of(program);
        Sendmail sendmail = new Sendmail(path, addresses, "orion");
        return new Post() {
            @Override
            public void send(Notice notice) throws IOException, InterruptedException {
                Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                sendmail.send(notice.subject(), notice.text(), now.toString());
            }

            @Override
            public Optional<String> obstacle() {
                return sendmail.obstacle();
            }
        };
    }

    private Fence manner() {
        return switch (fence.toLowerCase(Locale.ROOT)) {
            case "kill" -> Fence.KILL;
            case "reboot" -> Fence.REBOOT;
            default ->
                throw new ParameterException(spec.commandLine(), "--fence takes reboot or kill, not '" + fence + "'");
        };
    }

    private boolean obeysMessages() {
        return switch (messages.toLowerCase(Locale.ROOT)) {
            case "obey" -> true;
            case "ignore" -> false;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--sbd-messages takes obey or ignore, not '" + messages + "'");
        };
    }

    /// Whoever started this daemon holds the other end of its input, and is gone when that ends.
    private static void stopAtEnd(InputStream input) {
        try {
            while (input.read() >= 0) {
                // What comes in has no meaning.
            }
        } catch (IOException gone) {
            // As good as the end.
        }
        Thread.ofPlatform()
                .daemon()
                .name("end")
                .start(() -> Runtime.getRuntime().exit(ExitCode.DONE));
        try {
            TimeUnit.SECONDS.sleep(ORDERLY_END_SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        // Too long: the guard stops what is left.
        Runtime.getRuntime().halt(ExitCode.FAILED);
    }
}
