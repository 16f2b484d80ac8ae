package orion.core.wire;

/// Bytes that are not what they should be. The only exception that decoding throws: whoever reads bytes of others
/// catches this one, counts it and goes on.
///
/// It has no stack trace, because where it was thrown says nothing that the sentence and the offset do not say, and
/// because a flood of bad input must cost little.
public final class MalformedInput extends RuntimeException {
    private final int offset;

    /// A fault, told in a sentence.
    ///
    /// @param sentence what is wrong
    /// @param offset   bytes read before the fault was seen
    public MalformedInput(String sentence, int offset) {
        super(sentence + " (at byte " + offset + ")", null, false, false);
        this.offset = offset;
    }

    /// Bytes read before the fault was seen.
    public int offset() {
        return offset;
    }
}
