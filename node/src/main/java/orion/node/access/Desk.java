package orion.node.access;

import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Whoever answers requests.
@FunctionalInterface
public interface Desk {
    /// Answers a request.
    ///
    /// @throws IllegalArgumentException with a sentence, where the words of the request make no sense
    ControlReply answer(ControlRequest request, Caller caller);
}
