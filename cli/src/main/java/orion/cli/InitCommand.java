package orion.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import orion.core.model.Timing;
import orion.node.board.DiskLocation;
import orion.node.daemon.NodeSetup;
import orion.node.daemon.SetupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion init`: makes a new cluster with this server as its first node, and writes its white board.
@Command(name = "init", description = "Make a new cluster with this server as its first node.")
final class InitCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin NodeOptions node = new NodeOptions();

    @Option(
            names = {"--cluster", "--name"},
            required = true,
            paramLabel = "NAME",
            description = "name of the cluster")
    private String cluster = "";

    @Option(
            names = "--cluster-address",
            paramLabel = "CIDR",
            description = "address that the master carries, with the length of its network")
    private @Nullable String clusterAddress;

    @Option(
            names = "--board",
            required = true,
            paramLabel = "DISK",
            description = "the white board: a device or file that all nodes reach, at least 20 MB, or the word of a"
                    + " witness, or @FILE with one; given three or five times, a majority of them has to work")
    private List<String> boards = new ArrayList<>();

    @Option(names = "--create-board", description = "make a file where DISK does not exist")
    private boolean createBoard;

    @Option(names = "--force", description = "destroy what is on the board's disk")
    private boolean force;

    private @Mixin ConfirmOptions confirm = new ConfirmOptions();

    @Option(names = "--heartbeat", paramLabel = "MS", description = "interval of signs of life; 1000 when left out")
    private long heartbeatMillis = Timing.STANDARD.heartbeatMillis();

    @Option(
            names = "--tolerance",
            paramLabel = "MS",
            description = "silence that is believed after so long; 8000 when left out")
    private long toleranceMillis = Timing.STANDARD.toleranceMillis();

    @Option(
            names = "--quorum",
            paramLabel = "N",
            description = "nodes that must be up before resources load at the start of the cluster; 1 when left out")
    private int quorum = 1;

    @Option(
            names = "--quorum-timeout",
            paramLabel = "S",
            description = "seconds after which fewer nodes will do; 60 when left out")
    private int quorumTimeoutSeconds = 60;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        RemoteDirectory.refuse(call.directory());
        List<DiskLocation> disks = new DiskArguments(call).all(boards);
        for (DiskLocation board : disks) {
            boolean missing = board.localPath().filter(Files::notExists).isPresent();
            if (!createBoard && missing && !isDevice(board)) {
                throw new CommandFailure("there is no " + board
                        + " for the board; name a disk that exists, or add --create-board to have a file made there");
            }
            if (force && !missing) {
                new BoardUse(call, new Boards(call)).confirmUnused(board, confirm);
            }
        }
        try {
            NodeSetup.initialise(call.directory(), wanted(disks));
        } catch (SetupException | IllegalArgumentException refused) {
            throw new CommandFailure(String.valueOf(refused.getMessage()), refused);
        }
        call.screen()
                .line("Cluster " + cluster + " is made, with node " + node.name() + " in " + call.directory()
                        + " and its white board on "
                        + disks.stream().map(DiskLocation::toString).collect(Collectors.joining(", ")) + ".");
        call.screen()
                .line("Start the node with 'orion node --dir " + call.directory()
                        + "', then 'orion token' prints the word for the next server.");
        return ExitCode.DONE;
    }

    private static boolean isDevice(DiskLocation board) {
        return board.localPath()
                .filter(path -> path.toAbsolutePath().startsWith("/dev"))
                .isPresent();
    }

    private NodeSetup.NewCluster wanted(List<DiskLocation> disks) throws CommandFailure {
        return new NodeSetup.NewCluster(
                cluster,
                node.name(),
                node.links(),
                Optional.ofNullable(clusterAddress),
                disks.stream().map(DiskLocation::absolute).toList(),
                force,
                new Timing(heartbeatMillis, toleranceMillis),
                quorum,
                quorumTimeoutSeconds);
    }
}
