package orion.node.part;

/// A part could not do what was asked. The message is one sentence for the administrator; it is a fault of the world,
/// never of the program.
final class PartFailure extends Exception {
    private final String outputTail;
    private final boolean refused;
    private final boolean timedOut;

    PartFailure(String sentence) {
        this(sentence, "");
    }

    PartFailure(String sentence, String outputTail) {
        this(sentence, outputTail, false, false);
    }

    private PartFailure(String sentence, String outputTail, boolean refused, boolean timedOut) {
        super(sentence);
        this.outputTail = outputTail;
        this.refused = refused;
        this.timedOut = timedOut;
    }

    /// A failure of which it is certain that the program in question never ran.
    static PartFailure refusal(String sentence) {
        return new PartFailure(sentence, "", true, false);
    }

    /// A failure of which nothing is known but that it took too long.
    static PartFailure tooSlow(String sentence, String outputTail) {
        return new PartFailure(sentence, outputTail, false, true);
    }

    /// True when something took too long, and may be well.
    boolean timedOut() {
        return timedOut;
    }

    /// True when the program in question certainly never ran, so that it left nothing to take back.
    boolean refused() {
        return refused;
    }

    /// The sentence.
    String sentence() {
        String message = getMessage();
        return message == null ? "failed without a reason" : message;
    }

    /// The last lines that the failed program wrote, may be empty.
    String outputTail() {
        return outputTail;
    }
}
