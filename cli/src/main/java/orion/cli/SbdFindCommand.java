package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.board.FoundBoard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd find [PATH...]`: looks for boards. Each line begins with the path, for scripts.
@Command(name = "find", description = "Look for boards on all disks, or on those named.")
final class SbdFindCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "devices or files to look at")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--cluster", paramLabel = "NAME", description = "only boards of this cluster")
    private @Nullable String cluster;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<FoundBoard> boards = new Boards(call).find(paths, Optional.ofNullable(cluster), format::note);
        if (format.json()) {
            format.writeAll(
                    BoardReport.Found.class,
                    boards.stream().map(BoardReport::of).toList());
            return ExitCode.DONE;
        }
        for (FoundBoard board : boards) {
            Path best = board.lastingNames().isEmpty()
                    ? board.path()
                    : board.lastingNames().getFirst();
            call.screen()
                    .line(best + "  "
                            + Screen.plain(board.superblock().cluster().toString())
                            + (board.superblock().place().size() == 1
                                    ? ""
                                    : ", " + board.superblock().place()));
        }
        return ExitCode.DONE;
    }
}
