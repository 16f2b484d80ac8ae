package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// Who may ask the cluster from elsewhere.
///
/// @param tokens by name
/// @param secret of the token that was added just now, which nobody is told again; otherwise empty
@Json
public record AccessData(List<TokenData> tokens, String secret) {
    public AccessData {
        tokens = List.copyOf(tokens);
    }

    /// A token.
    ///
    /// @param roles   what it allows: `viewer`, `operator`, `administrator`, `script-author`
    /// @param expires when it ends to be valid, ISO 8601 in UTC
    /// @param expired whether it has by the clock of the node that answers
    @Json
    public record TokenData(String name, List<String> roles, String expires, boolean expired) {
        public TokenData {
            roles = List.copyOf(roles);
        }
    }

    /// Without the secret, which may stand in an answer and in nothing that is printed.
    @Override
    public String toString() {
        return "AccessData[tokens=" + tokens + (secret.isEmpty() ? "" : ", and a secret") + "]";
    }
}
