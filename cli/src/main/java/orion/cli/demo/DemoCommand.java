package orion.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orion.cli.Call;
import orion.cli.CommandFailure;
import orion.cli.OutputClosed;
import orion.cli.Screen;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.EventData;
import orion.node.api.StatusData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `orion demo`: a cluster on this machine to play with, until Ctrl-C or `quit`.
@Command(
        name = "demo",
        description = "Run a whole cluster on this machine, without root, to play with.",
        synopsisSubcommandLabel = "[restart NODE]",
        subcommands = DemoRestartCommand.class)
public final class DemoCommand implements Callable<Integer> {
    /// A file of this name in a node's directory says that a demonstration starts and ends that node.
    static final String MARK = "demonstration";

    private static final int MOST_NODES = 9;
    private static final long LEAVE_SECONDS = 5;
    /// What a daemon says about its own process is of no interest to who watches a cluster.
    private static final String TOO_MUCH = "DAEMON";

    private @Spec CommandSpec spec = CommandSpec.create();

    @Option(names = "--nodes", paramLabel = "N", description = "how many nodes, 2 to 9; 3 when left out")
    private int count = 3;

    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean ending;

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (count < 2 || count > MOST_NODES) {
            throw new ParameterException(spec.commandLine(), "--nodes takes 2 to " + MOST_NODES + ", not " + count);
        }
        Call call = Call.of(spec);
        Screen screen = call.screen();
        DemoDirectory directory = DemoDirectory.open(call.chosenDirectory());
        Demo demo =
                new Demo(directory.path(), new JavaProgram(call.surroundings().home()), screen::progress);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> endFromOutside(demo, directory, worker)));
        try (DemoDesk _ = DemoDesk.open(directory.path(), request -> answer(demo, screen, request))) {
            demo.start(count);
            screen.clearProgress();
            greet(screen, demo, directory.path());
            watch(screen, demo);
            readCommands(call, demo, screen);
            end.await();
        } catch (CommandFailure | IOException | InterruptedException broken) {
            // What breaks because everything is being stopped is not worth a word.
            if (!ending) {
                throw broken;
            }
        } finally {
            ending = true;
            screen.clearProgress();
            demo.stop();
            directory.close();
            left.countDown();
        }
        return 0;
    }

    /// How the daemon of a directory is started, where that is a demonstration's affair.
    public static Optional<String> howToStart(Path node) {
        Path directory = node.toAbsolutePath().getParent();
        if (directory == null || !Files.exists(node.resolve(MARK))) {
            return Optional.empty();
        }
        return Optional.of(
                Files.exists(directory.resolve(DemoDesk.SOCKET))
                        ? "start it with 'orion demo restart " + node.getFileName() + " --dir " + directory + "'"
                        : "its demonstration has ended: start a new one with 'orion demo'");
    }

    /// Ctrl-C or SIGTERM: stops everything, then lets the command come to its end before the directory
    /// vanishes.
    private void endFromOutside(Demo demo, DemoDirectory directory, Thread worker) {
        ending = true;
        try {
            demo.stop();
            worker.interrupt();
            if (!left.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                directory.close();
            }
        } catch (IOException failed) {
            System.err.println("orion: " + directory.path() + " is not removed: " + failed.getMessage() + ".");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void greet(Screen screen, Demo demo, Path directory) {
        screen.line("");
        screen.line(
                screen.paint(Screen.Tone.TITLE, "A cluster of " + demo.nodes().size() + " nodes runs in " + directory)
                        + ", started in %.1f s"
                                .formatted(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3));
        for (DemoNode node : demo.nodes()) {
            screen.line("  %s  process %d, %s".formatted(node.name(), node.pid(), node.endpoint()));
        }
        for (Site site : demo.sites()) {
            screen.line("  %s  %s  on %s"
                    .formatted(site.name(), site.url(), site.visit().orElse("nobody")));
        }
        DemoNode victim = demo.nodes().get(1);
        String other = "./orion --dir " + demo.nodes().getFirst().directory();
        screen.line("Try, in another shell:");
        screen.line("  kill -9 %d          as if the power of %s were cut; watch its site move"
                .formatted(victim.pid(), victim.name()));
        screen.line("  " + other + " view");
        screen.line("  " + other + " resources");
        screen.line("  " + other + " migrate site1 " + demo.nodes().getLast().name());
        screen.line("  ./orion demo restart " + victim.name() + " --dir " + directory);
        screen.line("Or type here: restart " + victim.name() + " | status | quit");
        screen.line("");
    }

    private void watch(Screen screen, Demo demo) {
        for (Site site : demo.sites()) {
            Thread.ofVirtual().start(new SiteWatch(site, text -> tell(screen, text)));
        }
        EventTeller events = new EventTeller(demo.nodes(), event -> tell(screen, event), TOO_MUCH);
        events.skipPast();
        Thread.ofVirtual().start(events);
    }

    private void tell(Screen screen, EventData event) {
        if (ending) {
            return;
        }
        show(
                screen,
                "%s  %s %s %s"
                        .formatted(
                                time(screen),
                                event.node(),
                                screen.paint(Screen.Tone.TITLE, event.kind()),
                                Screen.plain(event.text())));
    }

    private void tell(Screen screen, String text) {
        if (ending) {
            return;
        }
        Screen.Tone tone = text.endsWith(SiteWatch.SILENT) ? Screen.Tone.BAD : Screen.Tone.GOOD;
        show(screen, time(screen) + "  " + screen.paint(tone, Screen.plain(text)));
    }

    /// A demonstration that nobody watches any more ends.
    private void show(Screen screen, String line) {
        try {
            screen.line(line);
        } catch (OutputClosed nobody) {
            end.countDown();
        }
    }

    private static String time(Screen screen) {
        String now = LocalTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
        return screen.paint(Screen.Tone.FAINT, (now + "000").substring(0, 12));
    }

    private ControlReply answer(Demo demo, Screen screen, ControlRequest request) {
        try {
            return switch (request.verb()) {
                case "restart" ->
                    request.words().isEmpty()
                            ? ControlReply.refused("restart needs the name of a node, such as 'restart "
                                    + demo.nodes().getLast().name() + "'")
                            : ControlReply.done(demo.restart(String.join(" ", request.words())));
                case "quit" -> {
                    end.countDown();
                    yield ControlReply.done("the demonstration ends");
                }
                default ->
                    ControlReply.refused("the demonstration knows restart NODE, status and quit, not '"
                            + Screen.plain(request.verb()) + "'");
            };
        } catch (CommandFailure refused) {
            return ControlReply.refused(String.valueOf(refused.getMessage()));
        } finally {
            screen.clearProgress();
        }
    }

    private void readCommands(Call call, Demo demo, Screen screen) {
        if (!Foreground.mayRead(call.surroundings().inputIsTerminal())) {
            return;
        }
        BufferedReader input =
                new BufferedReader(new InputStreamReader(call.surroundings().input(), StandardCharsets.UTF_8));
        Thread.ofPlatform().daemon().name("commands").start(() -> {
            try {
                // The end of the input says nothing: it may never have been there.
                for (String line = input.readLine(); line != null; line = input.readLine()) {
                    obey(demo, screen, line.strip());
                }
            } catch (IOException unreadable) {
                screen.errorLine("orion: commands can no longer be read: " + unreadable.getMessage() + ".");
            }
        });
    }

    private void obey(Demo demo, Screen screen, String line) {
        if (line.isEmpty()) {
            return;
        }
        List<String> words = List.of(line.split("\\s+"));
        if (words.getFirst().equals("status")) {
            try {
                show(screen, demo.status());
            } catch (CommandFailure failed) {
                screen.errorLine("orion: " + failed.getMessage() + ".");
            }
            return;
        }
        ControlReply reply = answer(demo, screen, new ControlRequest(words.getFirst(), words.subList(1, words.size())));
        if (reply.done()) {
            show(screen, reply.text());
        } else {
            screen.errorLine("orion: " + reply.text() + ".");
        }
    }

    private void show(Screen screen, StatusData status) {
        String members = String.join(
                ", ",
                status.nodes().stream()
                        .filter(StatusData.NodeData::member)
                        .map(StatusData.NodeData::name)
                        .toList());
        show(screen, "generation %d, master %s, members %s".formatted(status.epoch(), status.master(), members));
        for (StatusData.ResourceData resource : status.resources()) {
            Optional<String> node = Optional.of(resource.node()).filter(name -> !name.isEmpty());
            show(
                    screen,
                    "%s %s on %s, lives %d"
                            .formatted(
                                    resource.name(),
                                    status.stateInWords(resource),
                                    node.orElse("no node"),
                                    resource.lives()));
        }
    }
}
