package orion.node.witness;

import java.util.HexFormat;
import orion.core.configuration.Endpoint;
import orion.core.wire.BoundedReader;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;
import orion.node.network.CheckedWord;

/// The word with which nodes reach a witness: where it is, which key it proves itself with, and the secret to show.
/// Who has the word can read and write that disk of the white board. Without the secret a witness is named by its
/// beginning and address, `witness:10.0.0.9:7024`.
///
/// @param address     where it listens
/// @param fingerprint SHA-256 of its public key, in hexadecimal
/// @param secret      256 random bits, in hexadecimal
public record WitnessWord(Endpoint address, String fingerprint, String secret) {
    /// What every word begins with: it tells words from paths.
    public static final String BEGINNING = "witness:";

    public static final int SECRET_BYTES = 32;

    private static final int FINGERPRINT_BYTES = 32;
    private static final int VERSION = 1;
    private static final int LONGEST = 256;

    /// Reads the text of a word.
    ///
    /// @throws IllegalArgumentException with one sentence, which does not repeat it, where it is none or damaged
    public static WitnessWord parse(String text) {
        String word = text.strip();
        if (!word.startsWith(BEGINNING)) {
            throw new IllegalArgumentException("a witness word begins with '" + BEGINNING
                    + "'; copy the whole line that 'orion witness word' prints");
        }
        try {
            byte[] content = CheckedWord.read(word.substring(BEGINNING.length()));
            return new BoundedReader(content).whole(WitnessWord::read);
        } catch (MalformedInput | IllegalArgumentException damaged) {
            throw new IllegalArgumentException(
                    "the witness word cannot be read: " + damaged.getMessage()
                            + "; copy the whole line that 'orion witness word' prints",
                    damaged);
        }
    }

    private static WitnessWord read(BoundedReader reader) {
        int version = reader.uint8();
        if (version != VERSION) {
            throw reader.malformed("it is of version " + version + ", made by another release");
        }
        return new WitnessWord(
                new Endpoint(reader.text(), reader.uint16()),
                HexFormat.of().formatHex(reader.bytes(FINGERPRINT_BYTES)),
                HexFormat.of().formatHex(reader.bytes(SECRET_BYTES)));
    }

    /// The whole word, with the secret.
    public String text() {
        byte[] content = new BoundedWriter(LONGEST)
                .uint8(VERSION)
                .text(address.host())
                .uint16(address.port())
                .bytes(HexFormat.of().parseHex(fingerprint))
                .bytes(HexFormat.of().parseHex(secret))
                .toBytes();
        return BEGINNING + CheckedWord.of(content);
    }

    /// The name of the witness, without the secret.
    @Override
    public String toString() {
        return BEGINNING + address;
    }
}
