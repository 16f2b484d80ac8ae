package orion.cli;

import java.nio.file.Files;
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

    /// There is no node in this directory, as far as this user can see.
    static CommandFailure noNode(Path directory) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                isClosed(directory)
                        ? closed(directory)
                        : "there is no node in " + directory + "; name the directory of one with --dir, or make one"
                                + " with 'orion init' (a new cluster) or 'orion enroll' (a further node)");
    }

    /// Whether this user may not look into a directory, so that nobody can tell what is there.
    static boolean isClosed(Path directory) {
        Path nearest = directory;
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return !Files.isExecutable(nearest);
    }

    /// What is said then.
    static String closed(Path directory) {
        return "this user may not look into " + directory + ", so no node is seen there; ask as the user who runs it,"
                + " usually root";
    }

    /// See [ExitCode].
    public int exitCode() {
        return exitCode;
    }
}
