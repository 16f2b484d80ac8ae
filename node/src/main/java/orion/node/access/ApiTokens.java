package orion.node.access;

import java.util.Optional;

/// Knows who shows a secret.
@FunctionalInterface
public interface ApiTokens {
    /// Whoever this secret was given to, while it is valid; the same time is needed for every wrong one.
    Optional<Caller> caller(String secret);

    /// Why no secret can be judged at the moment, in a sentence; usually empty.
    default Optional<String> obstacle() {
        return Optional.empty();
    }
}
