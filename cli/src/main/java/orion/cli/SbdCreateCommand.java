package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion sbd create DISK...`: writes a new board for the cluster of this node.
@Command(name = "create", description = "Write a new board for the cluster of the node in DIR.")
final class SbdCreateCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "DISK", description = "device, file or witness; all disks of the board")
    private List<String> disks = new ArrayList<>();

    @Option(names = "--force", description = "destroy what is there; a mounted or held device is refused even so")
    private boolean force;

    private @Mixin ConfirmOptions confirm = new ConfirmOptions();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        List<MadeDisk> made = new Boards(call).create(new DiskArguments(call).all(disks), force, confirm);
        if (!format.json()) {
            made.forEach(disk -> call.screen().line(disk.sentence()));
        } else if (made.size() == 1) {
            format.write(made.getFirst());
        } else {
            format.writeAll(MadeDisk.class, made);
        }
        return ExitCode.DONE;
    }
}
