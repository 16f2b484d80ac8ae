package orion.node.part;

/// A part could not do what was asked. The message is one sentence for the administrator; it is a fault of the world,
/// never of the program.
final class PartFailure extends Exception {
    private final String outputTail;

    PartFailure(String sentence) {
        this(sentence, "");
    }

    PartFailure(String sentence, String outputTail) {
        super(sentence);
        this.outputTail = outputTail;
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
