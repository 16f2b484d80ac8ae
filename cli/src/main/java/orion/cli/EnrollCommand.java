package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.core.configuration.Endpoint;
import orion.node.daemon.NodeSetup;
import orion.node.daemon.SetupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion enroll TOKEN`: makes this server a node of an existing cluster, without SSH and without passwords.
@Command(name = "enroll", description = "Make this server a node of the cluster that printed TOKEN.")
final class EnrollCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "what 'orion token' printed on a member")
    private String token = "";

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "name of this node")
    private String node = "";

    @Option(
            names = "--address",
            required = true,
            paramLabel = "IP:PORT",
            description = "where this node is reached; once for each network, in the order of the other nodes")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--board",
            paramLabel = "PATH",
            description = "the white board as this server sees it; as the member sees it when left out")
    private @Nullable Path board;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<Endpoint> links = new ArrayList<>();
        try {
            for (String address : addresses) {
                links.add(Endpoint.parse(address));
            }
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
        try {
            NodeSetup.enroll(call.directory(), token, node, links, Optional.ofNullable(board));
        } catch (SetupException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
        call.screen().line("Node " + node + " is enrolled in " + call.directory() + ".");
        call.screen().line("Start it with 'orion node --dir " + call.directory() + "'.");
        return ExitCode.DONE;
    }
}
