package orion.node.daemon;

/// The daemon cannot start, or a set-up step was refused. The message is one sentence for people: what is
/// wrong, where, and what to do.
public final class SetupException extends Exception {
    private static final long serialVersionUID = 1;

    /// What went wrong, in words, whatever was thrown.
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    public SetupException(String message) {
        super(message);
    }

    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
