package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion offline RESOURCE`: unloads a resource; it stays off until it is brought online.
@Command(name = "offline", description = "Unload a resource; it stays off until 'online'.")
final class OfflineCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin WaitOptions wait = new WaitOptions();

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name")
    private String resource = "";

    @Override
    public Integer call() throws CommandFailure {
        return new Order(Call.of(spec), format, wait)
                .aboutResource("offline", List.of(resource), new ResourceWait.Goal.Stopped());
    }
}
