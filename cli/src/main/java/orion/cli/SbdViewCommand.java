package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.board.BoardDescription;
import orion.node.board.DiskLocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd view [DISK]`: shows what is on a board, without changing it.
@Command(name = "view", description = "Show what is on a board: the one of the node in DIR, or DISK.")
final class SbdViewCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(arity = "0..1", paramLabel = "DISK", description = "device, file or witness")
    private @Nullable String disk;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<BoardReport> reports = new ArrayList<>();
        Optional<DiskLocation> given = new DiskArguments(call).optional(Optional.ofNullable(disk));
        for (BoardDescription board : new Boards(call).viewAll(given, format::note)) {
            reports.add(BoardReport.of(board));
        }
        // By how many disks the board has, not by how many can be looked at: programs need one shape.
        boolean several =
                given.isEmpty() && BoardOwner.of(call).settings().boards().size() > 1;
        if (format.json() && !several) {
            format.write(reports.getFirst());
        } else if (format.json()) {
            format.writeAll(BoardReport.class, reports);
        } else {
            BoardReport.writeAll(reports, call.screen());
        }
        return ExitCode.DONE;
    }
}
