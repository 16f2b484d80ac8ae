package orion.node.web;

import java.net.InetAddress;
import java.util.Optional;
import orion.core.configuration.Endpoint;

/// Where a node serves its API, as the key `api` of its settings says it.
///
/// @param open whether it does at all
/// @param at   empty for the usual place
public record ApiAddress(boolean open, Optional<Endpoint> at) {
    /// The port where nothing else is said.
    public static final int PORT = 7025;

    /// At the address of the node's first link; not where that is reached from its own host only, because several nodes
    /// may be there to try things out, and whoever is on that host has the command socket.
    public static final ApiAddress USUAL = new ApiAddress(true, Optional.empty());

    /// Nowhere.
    public static final ApiAddress OFF = new ApiAddress(false, Optional.empty());

    /// Reads `off` or `ADDRESS:PORT`.
    public static ApiAddress parse(String text) {
        return text.equals("off") ? OFF : new ApiAddress(true, Optional.of(Endpoint.parse(text)));
    }

    /// Where to listen; empty for nowhere.
    public Optional<Endpoint> listener(Endpoint firstLink) {
        if (!open || at.isPresent()) {
            return at;
        }
        return InetAddress.ofLiteral(firstLink.host()).isLoopbackAddress()
                ? Optional.empty()
                : Optional.of(new Endpoint(firstLink.host(), PORT));
    }

    @Override
    public String toString() {
        return open ? at.map(Endpoint::toString).orElse("usual") : "off";
    }
}
