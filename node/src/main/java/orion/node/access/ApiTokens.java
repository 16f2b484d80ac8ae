package orion.node.access;

/// Knows who shows a secret.
@FunctionalInterface
public interface ApiTokens {
    /// Whose secret this is; the same time is needed for every wrong one.
    TokenVerdict judge(String secret);
}
