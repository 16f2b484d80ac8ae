package orion.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What maintenance is about: the whole cluster, one node or one resource.
final class MaintenanceScope {
    private @Spec(Spec.Target.MIXEE) CommandSpec command = CommandSpec.create();

    @Option(
            names = "--node",
            paramLabel = "NODE",
            completionCandidates = NamesToComplete.Nodes.class,
            description = "only what is on this node; nothing is placed there")
    private @Nullable String node;

    @Option(
            names = "--resource",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "only this resource, wherever it is")
    private @Nullable String resource;

    /// The kind and the name, as the daemon wants them.
    ///
    /// @throws ParameterException where both a node and a resource are named
    List<String> words() {
        if (node != null && resource != null) {
            throw new ParameterException(command.commandLine(), "--node and --resource exclude each other");
        }
        if (node != null) {
            return List.of("node", node);
        }
        return resource != null ? List.of("resource", resource) : List.of("cluster", "");
    }
}
