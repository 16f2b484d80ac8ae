package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion delete RESOURCE`: removes the definition of a resource that is offline.
@Command(name = "delete", description = "Remove the definition of a resource; it must be offline.")
final class DeleteCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin TrialOptions trial = new TrialOptions();

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name")
    private String resource = "";

    @Override
    public Integer call() throws CommandFailure {
        List<String> words = new ArrayList<>(List.of(resource));
        words.addAll(trial.words());
        format.write(Call.of(spec).client().require("delete", words));
        return ExitCode.DONE;
    }
}
