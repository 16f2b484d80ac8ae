package orion.cli;

import java.nio.file.Path;

/// A command cannot do what was asked. The message is one sentence for people: what is wrong, where, what to
/// do.
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandFailure(String sentence) {
        this(ExitCode.FAILED, sentence);
    }

    public CommandFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = ExitCode.FAILED;
    }

    /// There is no node in this directory.
    static CommandFailure noNode(Path directory) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "there is no node in " + directory + "; name the directory of one with --dir, or make one with"
                        + " 'orion init' (a new cluster) or 'orion enroll' (a further node)");
    }

    /// See [ExitCode].
    public int exitCode() {
        return exitCode;
    }
}
