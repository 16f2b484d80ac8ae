package orion.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import orion.node.os.LinuxException;
import orion.node.os.MemoryLock;
import orion.node.os.RealTimeScheduling;
import orion.node.witness.server.WitnessServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion witness`: serves a disk of a white board to nodes that share none, in the foreground, until it is told to
/// stop.
///
/// To a node a witness that is slow is a disk that is slow. So it gets what the board's threads of a node get: a turn
/// before ordinary programs, and memory that is not swapped.
@Command(
        name = "witness",
        description = "Serve a disk of a white board over the network, until it is told to stop.",
        synopsisSubcommandLabel = "[init | word]",
        subcommands = {WitnessInitCommand.class, WitnessWordCommand.class})
final class WitnessCommand implements Callable<Integer> {
    private static final int REAL_TIME_PRIORITY = 10;

    private @Spec CommandSpec spec = CommandSpec.create();
    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Screen screen = Screen.of(spec);
        CompletableFuture<WitnessServer> running = new CompletableFuture<>();
        // Before it says that it serves: whoever reads that may end it at once.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(running)));
        try {
            running.complete(
                    WitnessServer.start(WitnessPlace.of(spec), line -> told(screen, line), () -> hurry(screen)));
            lockMemory(screen);
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        } finally {
            running.cancel(false);
        }
    }

    private static void told(Screen screen, String sentence) {
        screen.errorLine(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + sentence);
    }

    private static void end(CompletableFuture<WitnessServer> running) {
        try {
            running.join().close();
        } catch (CancellationException neverServed) {
            // There is nothing to end.
        }
    }

    private void hurry(Screen screen) {
        try {
            RealTimeScheduling.roundRobin(REAL_TIME_PRIORITY);
        } catch (LinuxException refused) {
            if (!told.getAndSet(true)) {
                told(screen, "a busy host can make this witness late: " + refused.getMessage());
            }
        }
    }

    private static void lockMemory(Screen screen) {
        try {
            MemoryLock.lockTouchedPages();
        } catch (LinuxException refused) {
            told(screen, "a host short of memory can make this witness late: " + refused.getMessage());
        }
    }
}
