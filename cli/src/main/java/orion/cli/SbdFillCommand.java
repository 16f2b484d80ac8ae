package orion.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd fill PATH`: a new disk takes the place of one that is lost.
@Command(
        name = "fill",
        description = "Fill the disk at PATH, new in the white board of the node in DIR, from the others.")
final class SbdFillCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "PATH", description = "one of the disks in node.properties")
    private Path path = Path.of("");

    @Option(names = "--force", description = "destroy what is there; a mounted or held device is refused even so")
    private boolean force;

    private @Mixin ConfirmOptions confirm = new ConfirmOptions();

    @Override
    public Integer call() throws CommandFailure {
        new Boards(Call.of(spec)).fill(path, force, confirm);
        return ExitCode.DONE;
    }
}
