package orion.cli;

import java.util.ArrayList;
import java.util.List;
import orion.core.configuration.Endpoint;
import picocli.CommandLine.Option;

/// What a new node is called and where it is reached: the same for the first node and for all others.
final class NodeOptions {
    @Option(names = "--node", required = true, paramLabel = "NAME", description = "name of this node")
    private String name = "";

    @Option(
            names = "--address",
            required = true,
            paramLabel = "IP:PORT",
            description = "where this node is reached; once for each network, in the same order on all nodes")
    private List<String> addresses = new ArrayList<>();

    String name() {
        return name;
    }

    /// The addresses.
    ///
    /// @throws CommandFailure where one is none
    List<Endpoint> links() throws CommandFailure {
        try {
            return addresses.stream().map(Endpoint::parse).toList();
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
