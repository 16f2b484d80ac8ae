package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.Endpoint;
import orion.node.access.ApiTokens;
import orion.node.access.Desk;
import orion.node.access.Gate;
import orion.node.security.NodeIdentity;
import orion.node.web.Api;

/// Every way in which somebody can ask this node: the command socket, and the API over HTTPS; both lead through one
/// gate to one desk.
final class WaysIn implements AutoCloseable {
    private final ControlServer socket;
    private final Optional<Api> api;

    private WaysIn(ControlServer socket, Optional<Api> api) {
        this.socket = socket;
        this.api = api;
    }

    /// Opens them.
    ///
    /// @throws SetupException where the command socket cannot be opened: nobody could tell the node to stop
    static WaysIn open(
            Path directory,
            NodeSettings settings,
            NodeIdentity identity,
            List<Endpoint> links,
            Desk desk,
            ApiTokens tokens,
            Journal journal)
            throws SetupException, IOException {
        Gate gate = new Gate(desk, InstantSource.system(), text -> journal.note("COMMAND", text));
        Optional<Endpoint> listener = settings.api().at().filter(at -> !links.contains(at));
        if (!listener.equals(settings.api().at())) {
            journal.note(
                    "COMMAND",
                    "the API is not served: 'api' in node.properties names " + settings.api()
                            + ", where this node itself listens to others; name another port, and start the daemon anew");
        }
        ControlServer socket = ControlServer.start(directory, gate);
        try {
            return new WaysIn(
                    socket,
                    listener.isEmpty()
                            ? Optional.empty()
                            : Optional.of(Api.start(
                                    listener.get(),
                                    identity.serverContext(),
                                    gate,
                                    tokens,
                                    journal,
                                    settings.name(),
                                    text -> journal.note("COMMAND", text))));
        } catch (IOException unusable) {
            socket.close();
            throw unusable;
        }
    }

    @Override
    public void close() {
        api.ifPresent(Api::close);
        socket.close();
    }
}
