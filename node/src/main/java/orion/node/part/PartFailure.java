package orion.node.part;

/// A part could not do what was asked. The message is one sentence for the administrator; it is a fault of the world,
/// never of the program.
final class PartFailure extends Exception {
    private final String outputTail;
    private final boolean refused;

    PartFailure(String sentence) {
        this(sentence, "");
    }

    PartFailure(String sentence, String outputTail) {
        this(sentence, outputTail, false);
    }

    private PartFailure(String sentence, String outputTail, boolean refused) {
        super(sentence);
        this.outputTail = outputTail;
        this.refused = refused;
    }

    /// A failure of which it is certain that the program in question never ran.
    static PartFailure refusal(String sentence) {
        return new PartFailure(sentence, "", true);
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
