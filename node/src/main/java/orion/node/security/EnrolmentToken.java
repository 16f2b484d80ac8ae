package orion.node.security;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import orion.core.configuration.Endpoint;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;
import orion.node.network.CheckedWord;

/// The word with which one new node enrolls, once: where to ask, whom to trust there, and the secret to show.
///
/// @param listener    where a member listens
/// @param cluster     which cluster it is for, so that a board of another one is noticed before anybody is asked
/// @param fingerprint SHA-256 of the certificate of the cluster's authority, in hexadecimal
/// @param secret      128 random bits, in hexadecimal
/// @param expiry      when it is no longer good
public record EnrolmentToken(Endpoint listener, UUID cluster, String fingerprint, String secret, Instant expiry) {
    static final int SECRET_BYTES = 16;

    private static final int FINGERPRINT_BYTES = 32;
    private static final int VERSION = 2;
    private static final int LONGEST = 256;

    /// Reads the text of a token.
    ///
    /// @throws IdentityException with one sentence, where it is not one or was copied incompletely
    public static EnrolmentToken parse(String text) throws IdentityException {
        try {
            return new BoundedReader(CheckedWord.read(text.strip())).whole(EnrolmentToken::read);
        } catch (MalformedInput | IllegalArgumentException damaged) {
            throw new IdentityException(
                    "the token cannot be read: " + damaged.getMessage()
                            + "; copy the whole line that 'orion token' printed",
                    damaged);
        }
    }

    private static EnrolmentToken read(BoundedReader reader) {
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("it is of version " + version + ", made by another release");
        }
        Endpoint listener = new Endpoint(reader.text(), reader.uint16());
        UUID cluster = new UUID(reader.int64(), reader.int64());
        String fingerprint = HexFormat.of().formatHex(reader.bytes(FINGERPRINT_BYTES));
        String secret = HexFormat.of().formatHex(reader.bytes(SECRET_BYTES));
        return new EnrolmentToken(
                listener, cluster, fingerprint, secret, Instant.ofEpochSecond(reader.int32() & 0xffff_ffffL));
    }

    /// The token as one word of letters, digits, hyphens and underscores.
    public String text() {
        byte[] content = new BoundedWriter(LONGEST)
                .uint8(VERSION)
                .text(listener.host())
                .uint16(listener.port())
                .int64(cluster.getMostSignificantBits())
                .int64(cluster.getLeastSignificantBits())
                .bytes(HexFormat.of().parseHex(fingerprint))
                .bytes(HexFormat.of().parseHex(secret))
                .int32((int) expiry.getEpochSecond())
                .toBytes();
        return CheckedWord.of(content);
    }

    @Override
    public String toString() {
        return "EnrolmentToken[for " + listener + ", until " + expiry + ", secret not shown]";
    }
}
