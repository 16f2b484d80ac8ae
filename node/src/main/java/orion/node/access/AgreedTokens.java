package orion.node.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import orion.core.configuration.ApiToken;

/// The tokens that the cluster has agreed on. Only the proof of each is known, and it is compared without telling by
/// the time it takes how much of a wrong one was right.
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
        byte[] proof = sha256(secret.getBytes(StandardCharsets.UTF_8));
        long now = wallClock.instant().getEpochSecond();
        Optional<Caller> found = Optional.empty();
        for (ApiToken token : known.get().values()) {
            boolean same = MessageDigest.isEqual(proof, HexFormat.of().parseHex(token.proof()));
            if (same && now < token.expiresSeconds()) {
                found = Optional.of(Caller.ofToken(token.name(), token.roles()));
            }
        }
        return new TokenVerdict(found, Optional.empty());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
