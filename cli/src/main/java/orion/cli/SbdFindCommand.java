package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.board.FoundBoard;
import orion.node.witness.WitnessWord;
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
    private List<String> words = new ArrayList<>();

    @Option(names = "--cluster", paramLabel = "NAME", description = "only boards of this cluster")
    private @Nullable String cluster;

    /// The word of a witness is secret, and no sentence repeats it.
    private List<Path> paths() throws CommandFailure {
        if (words.stream().anyMatch(word -> word.startsWith(WitnessWord.BEGINNING) || word.startsWith("@"))) {
            throw new CommandFailure("boards are looked for on devices and in files of this host, and a witness is"
                    + " neither; look at what it serves with 'orion sbd view'");
        }
        return words.stream().map(Path::of).toList();
    }

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<FoundBoard> boards = new Boards(call).find(paths(), Optional.ofNullable(cluster), format::note);
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
