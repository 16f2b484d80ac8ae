package orion.node.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The text form in which keys and certificates are kept in files, so that other tools can read them too.
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    static String encode(String kind, byte[] content) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + kind + "-----\n" + lines.encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    /// Reads the one thing that is in the text.
    ///
    /// @throws IllegalArgumentException where it is not of this kind
    static byte[] decode(String kind, String text) {
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        String stripped = text.strip();
        if (!stripped.startsWith(begin)
                || !stripped.endsWith(end)
                || stripped.length() < begin.length() + end.length()) {
            throw new IllegalArgumentException("it holds no " + kind);
        }
        String content = stripped.substring(begin.length(), stripped.length() - end.length());
        return Base64.getDecoder().decode(content.replaceAll("\\s", ""));
    }
}
