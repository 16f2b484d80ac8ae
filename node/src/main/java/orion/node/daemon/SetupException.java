package orion.node.daemon;

import orion.node.trouble.Sentence;

/// The daemon cannot start, or a set-up step was refused. The message is one sentence for people: what is
/// wrong, where, and what to do.
public final class SetupException extends Exception {
    private static final long serialVersionUID = 1;

    /// What went wrong, whatever was thrown, in words that go on with a sentence.
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : Sentence.continued(message);
    }

    public SetupException(String message) {
        super(message);
    }

    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
