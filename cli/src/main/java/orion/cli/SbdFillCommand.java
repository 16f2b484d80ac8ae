package orion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd fill DISK`: a new disk takes the place of one that is lost.
@Command(name = "fill", description = "Fill DISK, new in the white board of the node in DIR, from the others.")
final class SbdFillCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "DISK", description = "one of the disks in node.properties")
    private String disk = "";

    @Option(names = "--force", description = "destroy what is there; a mounted or held device is refused even so")
    private boolean force;

    private @Mixin ConfirmOptions confirm = new ConfirmOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        new Boards(call).fill(new DiskArguments(call).one(disk), force, confirm);
        return ExitCode.DONE;
    }
}
