package orion.node.network;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/// Bytes as one word of letters, digits, hyphens and underscores that people copy from one host to another. A check
/// sum notices a word that was copied incompletely.
public final class CheckedWord {
    private static final int CHECK_BYTES = 4;
    private static final String INCOMPLETE = "a character is missing or wrong";

    private CheckedWord() {}

    /// The word for these bytes.
    public static String of(byte[] content) {
        byte[] bytes = Arrays.copyOf(content, content.length + CHECK_BYTES);
        System.arraycopy(sha256(content), 0, bytes, content.length, CHECK_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The bytes in a word.
    ///
    /// @throws IllegalArgumentException where it is damaged, with what is wrong with it
    public static byte[] read(String word) {
        byte[] bytes = decoded(word);
        byte[] content = Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECK_BYTES));
        boolean whole = bytes.length >= CHECK_BYTES
                && Arrays.equals(sha256(content), 0, CHECK_BYTES, bytes, content.length, bytes.length);
        if (!whole) {
            throw new IllegalArgumentException(INCOMPLETE);
        }
        return content;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException(INCOMPLETE, notBase64);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
