package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.board.DiskLocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd init [DISK]`: empties what removed nodes left on a board.
@Command(name = "init", description = "Empty what removed nodes left on a board: all of them, or one.")
final class SbdInitCommand implements Callable<Integer> {
    private static final String PROMISES = ". Its place on the board holds what it has promised in the vote on the next"
            + " generation; once that is forgotten, two parts of the cluster may decide differently and both write to"
            + " the same data";

    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DISK",
            description = "device, file or witness; those of the node in DIR when left out")
    private @Nullable String given;

    @Option(names = "--node", paramLabel = "NUMBER", description = "only what this node left; it must be stopped")
    private @Nullable Integer node;

    @Option(names = "--name", paramLabel = "NAME", description = "with --node: its slot in the SBD part too")
    private @Nullable String name;

    private @Mixin ConfirmOptions confirm = new ConfirmOptions();

    @Option(
            names = "--slot",
            paramLabel = "SLOT",
            description = "only this slot: a place for one name's messages in the part that the sbd tool knows;"
                    + " 'sbd view' lists them")
    private @Nullable Integer slot;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        Boards boards = new Boards(call);
        List<DiskLocation> disks = boards.disks(new DiskArguments(call).optional(Optional.ofNullable(given)));
        if (node != null && slot != null) {
            throw new ParameterException(spec.commandLine(), "--node and --slot exclude each other");
        }
        if (node != null) {
            for (DiskLocation disk : disks) {
                Optional<String> use = boards.use(disk, node);
                if (use.isPresent()) {
                    confirm.require(call, use.get() + PROMISES, "node " + node + " was not emptied");
                    break;
                }
            }
            for (DiskLocation disk : disks) {
                boards.initialise(disk, node, Optional.ofNullable(name));
            }
            call.screen().line("node " + node + " is emptied");
        } else if (slot != null) {
            boolean owned = false;
            for (DiskLocation disk : disks) {
                owned |= boards.initialiseSlot(disk, slot);
            }
            call.screen().line("slot " + slot + (owned ? " is emptied" : " was empty already"));
        } else {
            List<String> emptied = new ArrayList<>();
            for (DiskLocation disk : disks) {
                emptied.addAll(boards.initialiseRemoved(disk));
            }
            emptied.forEach(call.screen()::line);
            if (emptied.isEmpty()) {
                call.screen().line("nothing is left of removed nodes");
            }
        }
        return ExitCode.DONE;
    }
}
