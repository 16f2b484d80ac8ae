package orion.node.access;

import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import orion.core.configuration.ApiToken;

/// The tokens that the cluster has agreed on. Only the proof of each is known, and all are compared with each secret.
public final class AgreedTokens implements ApiTokens {
    private final Supplier<Optional<SortedMap<String, ApiToken>>> tokens;
    private final InstantSource wallClock;

    /// @param tokens by name, as this node knows them at that moment; empty while it cannot know them, because it would
    ///               not hear of one that is removed
    public AgreedTokens(Supplier<Optional<SortedMap<String, ApiToken>>> tokens, InstantSource wallClock) {
        this.tokens = tokens;
        this.wallClock = wallClock;
    }

    @Override
    public TokenVerdict judge(String secret) {
        Optional<SortedMap<String, ApiToken>> known = tokens.get();
        if (known.isEmpty()) {
            return new TokenVerdict(
                    Optional.empty(),
                    Optional.of("this node is no member of its cluster at present and cannot know which tokens are"
                            + " valid; ask another node, or on its own host"));
        }
        ApiSecret shown = new ApiSecret(secret);
        long now = wallClock.instant().getEpochSecond();
        Optional<Caller> found = Optional.empty();
        for (ApiToken token : known.get().values()) {
            if (shown.isThatOf(token) && now < token.expiresSeconds()) {
                found = Optional.of(Caller.ofToken(token.name(), token.roles()));
            }
        }
        return new TokenVerdict(found, Optional.empty());
    }
}
