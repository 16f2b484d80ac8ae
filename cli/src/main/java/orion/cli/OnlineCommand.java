package orion.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion online RESOURCE [NODE]`: loads a resource on its most preferred node that is up, or on the one named.
@Command(name = "online", description = "Load a resource on its most preferred node, or on NODE.")
final class OnlineCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name")
    private String resource = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "where; the best place when left out")
    private @Nullable String node;

    @Override
    public Integer call() throws CommandFailure {
        Optional<String> place = Optional.ofNullable(node);
        List<String> words = place.map(name -> List.of(resource, name)).orElse(List.of(resource));
        return new Order(Call.of(spec), format, wait)
                .aboutResource("online", words, new ResourceWait.Goal.Running(place));
    }
}
