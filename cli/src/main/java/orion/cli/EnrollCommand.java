package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.board.DiskLocation;
import orion.node.daemon.NodeSetup;
import orion.node.daemon.SetupException;
import orion.node.trouble.Sentence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion enroll TOKEN`: makes this server a node of an existing cluster, without SSH and without passwords.
@Command(name = "enroll", description = "Make this server a node of the cluster that printed TOKEN.")
final class EnrollCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin NodeOptions node = new NodeOptions();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "what 'orion token' printed on a member")
    private String token = "";

    @Option(
            names = "--board",
            paramLabel = "DISK",
            description = "the white board as this server sees it, each of its disks in their order: device, file,"
                    + " witness word or @FILE with one; as the member sees it when left out")
    private List<String> boards = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        RemoteDirectory.refuse(call.directory());
        try {
            List<DiskLocation> disks = new DiskArguments(call).all(boards);
            NodeSetup.enroll(call.directory(), token, node.name(), node.links(), disks).stream()
                    .map(disk -> "Warning: a disk of the white board cannot be used here at the moment, and a majority"
                            + " is enough: " + Sentence.continued(disk))
                    .forEach(call.screen()::errorLine);
        } catch (SetupException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
        call.screen().line("Node " + node.name() + " is enrolled in " + call.directory() + ".");
        call.screen().line("Start it with 'orion node --dir " + call.directory() + "'.");
        return ExitCode.DONE;
    }
}
