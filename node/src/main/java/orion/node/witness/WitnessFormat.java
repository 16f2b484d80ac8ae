package orion.node.witness;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import orion.core.wire.MalformedInput;

/// What a witness and its clients say to each other, over TLS; numbers are big-endian.
///
/// | who | says | bytes |
/// |---|---|---|
/// | client | the first message | version, 32 bytes of secret |
/// | witness | welcome | 0, size of the disk (8), its sectors (4) |
/// | client | read | 1, offset (8), length (4) |
/// | witness | | 0, the content as [PackedPages] |
/// | client | write | 2, offset (8), length (4), the content |
/// | witness | it is on the medium | 0 |
/// | client | flush | 3 |
/// | witness | | 0 |
/// | witness | instead of 0: refused, and hangs up | 1, a sentence |
///
/// One question is answered after the other, in their order.
public final class WitnessFormat {
    /// Of what both sides say.
    public static final int VERSION = 1;
    /// The most bytes that one question moves.
    public static final int LONGEST = 512 * 1024;

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int FLUSH = 3;

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int LONGEST_SENTENCE = 500;

    /// The witness has refused, with its reason.
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }

    private WitnessFormat() {}

    static void writeFirst(DataOutput to, WitnessWord word) throws IOException {
        to.writeByte(VERSION);
        to.write(HexFormat.of().parseHex(word.secret()));
    }

    static void writeQuestion(DataOutput to, int kind, long offset, int length) throws IOException {
        to.writeByte(kind);
        to.writeLong(offset);
        to.writeInt(length);
    }

    /// Writes content of a disk.
    public static void writeContent(DataOutput to, MemorySegment buffer, long start, int length) throws IOException {
        PackedPages.write(to, buffer, start, length);
    }

    /// Reads content of a disk.
    ///
    /// @throws MalformedInput where it is anything but so many bytes
    public static void readContent(DataInput from, MemorySegment buffer, long start, int length) throws IOException {
        PackedPages.read(from, buffer, start, length);
    }

    /// Says that what was asked is done.
    public static void writeDone(DataOutput to) throws IOException {
        to.writeByte(DONE);
    }

    /// Says why it is not.
    public static void writeRefused(DataOutput to, String sentence) throws IOException {
        to.writeByte(REFUSED);
        to.writeUTF(sentence.substring(0, Math.min(LONGEST_SENTENCE, sentence.length())));
    }

    /// Returns where what was asked is done.
    ///
    /// @throws Refused        with the sentence of the witness, where it is not
    /// @throws MalformedInput where the answer is no answer
    public static void readDone(DataInput from) throws IOException {
        int answer = from.readUnsignedByte();
        switch (answer) {
            case DONE -> {}
            case REFUSED -> throw new Refused(printable(from.readUTF()));
            default -> throw new MalformedInput("an answer begins with " + answer, 0);
        }
    }

    /// What comes from another host must not write lines of its own into anybody's journal.
    private static String printable(String sentence) {
        return sentence.substring(0, Math.min(LONGEST_SENTENCE, sentence.length()))
                .replaceAll("\\p{Cc}", " ");
    }
}
