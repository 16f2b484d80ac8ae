package orion.cli;

/// What a command tells the program that called it.
final class ExitCode {
    /// What was asked is done.
    static final int DONE = 0;
    /// Refused or failed; a sentence on the error stream says why, and nothing was changed unless it
    /// says so.
    static final int FAILED = 1;
    /// The words of the command line make no sense.
    static final int NOT_UNDERSTOOD = 2;
    /// No daemon answers in this directory, or there is no node in it.
    static final int UNREACHABLE = 3;
    /// Accepted, but not finished within the time given with `--wait`; it goes on.
    static final int WAITED_IN_VAIN = 4;

    /// What was compared is different.
    static final int DIFFERENT = 5;

    /// What was looked at is dangerous.
    static final int FOUND = 6;

    /// Nobody reads the output any more: what a shell reports of a program that SIGPIPE ended.
    static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
