package orion.core.resource;

import java.util.Optional;
import orion.core.configuration.ApiToken;
import orion.core.configuration.Change;
import orion.core.configuration.ClusterConfiguration;

/// Why a token cannot be added or removed.
final class TokenRules {
    private TokenRules() {}

    /// What speaks against adding this one, which is not there already.
    static Optional<String> obstacle(ApiToken added, ClusterConfiguration configuration) {
        ApiToken known = configuration.tokens().get(added.name());
        if (known != null) {
            // Whoever has the secret of the first would be shut out unawares.
            return Optional.of("there is already a " + known + "; choose another name, or first remove that one with"
                    + " 'orion access remove " + known.name() + "'");
        }
        Optional<ApiToken> same = configuration.tokens().values().stream()
                .filter(token -> token.proof().equals(added.proof()))
                .findFirst();
        if (same.isPresent()) {
            // To take one of them away would take nothing away.
            return Optional.of("token " + same.get().name() + " has the same secret; each needs one of its own");
        }
        return configuration.tokens().size() < ClusterConfiguration.MOST_TOKENS
                ? Optional.empty()
                : Optional.of("there are " + ClusterConfiguration.MOST_TOKENS + " tokens, and no more can be kept;"
                        + " remove one that is not needed, 'orion access list' names them");
    }

    /// A request that nobody has answered is repeated, to the next master too. What it adds may have been removed
    /// meanwhile, and must not come back by that: so whoever adds a token says what was seen (rule H3).
    static Optional<EditFault> unseen(ApiToken added, Request.Edit edit) {
        String object = Change.token(added.name());
        return edit.basedOn().isPresent()
                ? Optional.empty()
                : Optional.of(new EditFault(
                        object, "", object + " cannot be added by an edit that does not say which one was seen last"));
    }

    /// What speaks against removing the one of this name.
    static Optional<String> obstacle(String removed, ClusterConfiguration configuration) {
        return configuration.tokens().containsKey(removed)
                ? Optional.empty()
                : Optional.of("there is no token " + removed + "; 'orion access list' names those there are");
    }
}
