package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import orion.node.board.BoardDescription;
import orion.node.board.DiskLocation;
import orion.node.board.FoundBoard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `sbdutil`, for hands and scripts that know it: its options, our boards.
@Command(
        name = "sbdutil",
        description = "Create (-c), find (-f), initialise (-i) or view (-v) a white board.",
        mixinStandardHelpOptions = true)
final class SbdutilCommand implements Callable<Integer>, Surroundings.Root {
    private final Surroundings surroundings;
    private @Spec CommandSpec spec = CommandSpec.create();

    @Option(names = "-c", description = "create a board for the cluster of the node in DIR")
    private boolean create;

    @Option(names = "-f", description = "find boards; prints their paths")
    private boolean find;

    @Option(names = "-i", description = "initialise: empty what removed nodes left")
    private boolean initialise;

    @Option(names = "-v", description = "view what is on a board")
    private boolean view;

    @Option(names = "-s", arity = "0..1", paramLabel = "SIZE", description = "accepted and without effect")
    @SuppressWarnings("UnusedVariable") // scripts give it; a board has one size
    private @Nullable String size;

    @Option(names = "-r", description = "accepted and without effect")
    @SuppressWarnings("UnusedVariable") // scripts give it
    private boolean reserved;

    @Option(
            names = "-d",
            paramLabel = "DEVICE",
            description = "with -c: the device; three or five of them mirror the board")
    private List<String> devices = new ArrayList<>();

    @Option(names = "-p", paramLabel = "PARTITION", description = "with -i and -v: the device")
    private @Nullable String partition;

    @Option(names = "-n", paramLabel = "CLUSTER", description = "with -f: only boards of this cluster")
    private @Nullable String cluster;

    @Option(names = "--dir", paramLabel = "DIR", description = "directory of the node")
    private @Nullable Path directory;

    SbdutilCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    @Override
    public Integer call() throws CommandFailure {
        long verbs = Stream.of(create, find, initialise, view)
                .filter(chosen -> chosen)
                .count();
        if (verbs != 1) {
            throw new ParameterException(spec.commandLine(), "exactly one of -c, -f, -i and -v is needed");
        }
        Call call = Call.of(spec);
        Boards boards = new Boards(call);
        if (create) {
            create(call, boards);
        } else if (find) {
            for (FoundBoard board : boards.find(List.of(), Optional.ofNullable(cluster), call.screen()::errorLine)) {
                call.screen().line(board.path().toString());
            }
        } else if (initialise) {
            for (DiskLocation disk : boards.disks(new DiskArguments(call).optional(Optional.ofNullable(partition)))) {
                boards.initialiseRemoved(disk).forEach(call.screen()::line);
            }
        } else {
            List<BoardReport> reports = new ArrayList<>();
            for (BoardDescription disk : boards.viewAll(
                    new DiskArguments(call).optional(Optional.ofNullable(partition)), call.screen()::errorLine)) {
                reports.add(BoardReport.of(disk));
            }
            BoardReport.writeAll(reports, call.screen());
        }
        return ExitCode.DONE;
    }

    private void create(Call call, Boards boards) throws CommandFailure {
        if (devices.isEmpty()) {
            throw new CommandFailure("-c needs the device with -d; give it once for each disk of a mirrored board");
        }
        List<DiskLocation> disks = new DiskArguments(call).all(devices);
        boards.create(disks, false, new ConfirmOptions())
                .forEach(disk -> call.screen().line(disk.sentence()));
        disks.forEach(disk -> call.screen().line(disk.toString()));
    }
}
