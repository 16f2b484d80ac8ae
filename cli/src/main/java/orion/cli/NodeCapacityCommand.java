package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion node capacity NODE [NAME=NUMBER...]`: how much there is on a node for resources.
@Command(
        name = "capacity",
        description = "Say how much there is on a node for resources; of what is not named, enough.")
final class NodeCapacityCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin TrialOptions trial = new TrialOptions();

    @Parameters(
            index = "0",
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "its name")
    private String node = "";

    @Parameters(index = "1..*", paramLabel = "NAME=NUMBER", description = "such as memory=64000 cpu=8")
    private List<String> amounts = List.of();

    @Override
    public Integer call() throws CommandFailure {
        List<String> words = new ArrayList<>(List.of(node));
        words.addAll(amounts);
        words.addAll(trial.words());
        ControlReply said = Call.of(spec).client().require("capacity", words);
        format.write(ControlReply.done(said.text()));
        return ExitCode.DONE;
    }
}
