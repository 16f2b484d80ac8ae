package orion.node.ocf;

import java.util.Optional;
import orion.node.security.ProgramWords;

/// What the exit codes of agents mean.
public enum OcfExit {
    /// done, or active
    SUCCESS(0, ""),
    /// did not work
    GENERIC(1, "failed"),
    /// does not understand its parameters
    ARGUMENTS(2, "was told something that it does not understand; see its parameters"),
    /// cannot do this
    UNIMPLEMENTED(3, "is not something that this agent can do"),
    /// may not do this
    PERMISSION(4, "may not do what it has to; run the daemon as root"),
    /// needs a program
    INSTALLED(5, "misses a program on this host; install what it needs"),
    /// its parameters are wrong
    CONFIGURED(6, "finds its parameters wrong"),
    /// cleanly stopped
    NOT_RUNNING(7, "finds it not running"),
    /// active in the leading role
    RUNNING_PROMOTED(8, ""),
    /// failed in the leading role
    FAILED_PROMOTED(9, "finds it failed"),
    /// active, but likely to fail
    DEGRADED(190, ""),
    /// active in the leading role, but likely to fail
    DEGRADED_PROMOTED(191, ""),
    /// a code that says nothing
    OTHER(-1, "failed");

    private static final String REASON = "ocf-exit-reason:";

    private final int code;
    private final String words;

    OcfExit(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /// The meaning of a code.
    public static OcfExit of(int code) {
        for (OcfExit exit : values()) {
            if (exit.code == code) {
                return exit;
            }
        }
        return OTHER;
    }

    /// What is wrong, as the rest of a sentence, with the reason that the agent itself gave; empty where all is well.
    ///
    /// @param output the last lines that the agent wrote
    public static Optional<String> fault(int code, String output) {
        OcfExit exit = of(code);
        if (exit.words.isEmpty()) {
            return Optional.empty();
        }
        String reason = output.lines()
                .filter(line -> line.startsWith(REASON))
                .reduce((earlier, later) -> later)
                .map(line -> ProgramWords.saying(line.substring(REASON.length()).strip()))
                .orElse("");
        return Optional.of(exit.words + " (exit " + code + ")" + reason);
    }
}
