package orion.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import orion.node.witness.server.WitnessServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion witness`: serves a disk of a white board to nodes that share none, in the foreground, until it is told to
/// stop.
@Command(
        name = "witness",
        description = "Serve a disk of a white board over the network, until it is told to stop.",
        synopsisSubcommandLabel = "[init | word]",
        subcommands = {WitnessInitCommand.class, WitnessWordCommand.class})
final class WitnessCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Screen screen = Screen.of(spec);
        try (WitnessServer server = WitnessServer.start(WitnessPlace.of(spec), screen::errorLine)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (IOException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
    }
}
