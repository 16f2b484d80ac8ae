package orion.node.part;

/// Exit statuses in words.
final class ExitText {
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;

    private ExitText() {}

    /// "with exit 3" or "by signal 9".
    static String of(int exit) {
        if (exit > SIGNAL_BASE && exit <= SIGNAL_BASE + LAST_SIGNAL) {
            return "by signal " + (exit - SIGNAL_BASE);
        }
        return "with exit " + exit;
    }
}
