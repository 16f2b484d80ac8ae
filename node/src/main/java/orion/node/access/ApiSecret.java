package orion.node.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import orion.core.configuration.ApiToken;

/// What a program shows in order to be let in. Nobody but whoever it was given to keeps it: the cluster knows what
/// proves it.
public final class ApiSecret {
    /// By which people, and tools that look for secrets in texts, know one.
    private static final String MARK = "orion_";

    private static final int RANDOM_BYTES = 32;

    private final String text;
    private final byte[] hash;

    /// A secret as somebody shows it, right or wrong.
    public ApiSecret(String text) {
        this.text = text;
        this.hash = sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A new one, which nobody can guess.
    public static ApiSecret made() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new ApiSecret(MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /// The secret itself, to be told once to whoever asked for it.
    public String text() {
        return text;
    }

    /// What proves it and does not give it away: SHA-256 of all of it, in hexadecimal digits.
    public String proof() {
        return HexFormat.of().formatHex(hash);
    }

    /// Whether it is the one of this token; how much of a wrong one was right, the time this takes does not tell.
    public boolean isThatOf(ApiToken token) {
        return MessageDigest.isEqual(hash, HexFormat.of().parseHex(token.proof()));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
