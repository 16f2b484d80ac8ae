package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion keys rotate`: has the cluster exchange its keys while it runs.
@Command(name = "rotate", description = "Exchange the cluster's keys for datagrams and the white board, while it runs.")
final class KeysRotateCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        format.write(Call.of(spec).client().require("rotate-keys", List.of()));
        return ExitCode.DONE;
    }
}
