package orion.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion migrate RESOURCE NODE`: unloads a resource where it is and loads it there. A move is an event: it leaves no
/// lasting rule behind.
@Command(name = "migrate", description = "Move a running resource to NODE.")
final class MigrateCommand implements Callable<Integer> {
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
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "where to")
    private String node = "";

    @Override
    public Integer call() throws CommandFailure {
        return new Order(Call.of(spec), format, wait)
                .aboutResource("migrate", List.of(resource, node), new ResourceWait.Goal.Running(Optional.of(node)));
    }
}
