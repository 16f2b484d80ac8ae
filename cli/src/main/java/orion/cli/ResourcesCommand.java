package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion resources [RESOURCE]`: where everything runs, or one thing.
@Command(name = "resources", description = "List all resources, or one: state, node, lives, reason of the last change.")
final class ResourcesCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name; all when left out")
    private @Nullable String resource;

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        StatusData status = call.client().status();
        List<ResourceData> resources =
                resource == null ? status.resources() : List.of(StatusText.require(status, resource));
        if (format.json()) {
            format.writeAll(ResourceData.class, resources);
        } else {
            StatusText text = new StatusText(call.screen(), status);
            text.resources(resources);
            if (resource != null) {
                text.upSince(resources.getFirst());
            }
        }
        return ExitCode.DONE;
    }
}
