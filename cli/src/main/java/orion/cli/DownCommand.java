package orion.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion down`: stops all resources and takes all nodes out. A person is asked first.
@Command(name = "down", description = "Stop all resources and take all nodes out of the cluster.")
final class DownCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Option(names = "--yes", description = "do not ask")
    private boolean sure;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        int seconds = wait.seconds();
        ControlClient client = call.client();
        String cluster = client.status().cluster();
        if (!sure && call.surroundings().inputIsTerminal() && !confirmed(call, cluster)) {
            throw new CommandFailure("nothing was stopped; answer 'yes' or call it with --yes");
        }
        ControlReply reply = client.require("down", List.of());
        String outcome = seconds > 0 ? new NodeWait(client, false).within(seconds, call.screen()) : reply.text();
        call.screen().line(Screen.plain(outcome));
        return ExitCode.DONE;
    }

    private static boolean confirmed(Call call, String cluster) throws CommandFailure {
        call.screen()
                .errorLine("All resources of cluster " + cluster + " will stop, on all nodes. Type 'yes' to go on:");
        try {
            String answer = call.surroundings().inputLines().readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes");
        } catch (IOException unreadable) {
            throw new CommandFailure("the answer cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
