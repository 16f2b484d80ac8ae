package orion.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion completion`: what bash needs to complete commands and options, made from the commands themselves.
@Command(
        name = "completion",
        description = "Print what bash needs to complete commands and options.",
        footer = {"", "Example: orion completion >/etc/bash_completion.d/orion"})
final class CompletionCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String name = spec.root().name();
        Screen.of(spec).line(AutoComplete.bash(name, spec.root().commandLine()).stripTrailing());
        return ExitCode.DONE;
    }
}
