package orion.node.web;

import java.util.Optional;
import orion.core.configuration.Endpoint;

/// Where a node serves its API, as the key `api` of its settings says it. Nowhere unless somebody says where: an open
/// port is somebody's decision.
///
/// @param at empty for nowhere
public record ApiAddress(Optional<Endpoint> at) {
    /// Nowhere.
    public static final ApiAddress OFF = new ApiAddress(Optional.empty());

    /// Reads `off` or `ADDRESS:PORT`.
    public static ApiAddress parse(String text) {
        return text.equals("off") ? OFF : new ApiAddress(Optional.of(Endpoint.parse(text)));
    }

    @Override
    public String toString() {
        return at.map(Endpoint::toString).orElse("off");
    }
}
