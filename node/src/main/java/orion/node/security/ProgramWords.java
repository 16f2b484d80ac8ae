package orion.node.security;

import java.util.regex.Pattern;

/// What programs of resources and of fencing devices have written, in sentences of this daemon. It may hold passwords,
/// so it is marked, and can be left out for those who are not to read it.
public final class ProgramWords {
    private static final String LAST_OUTPUT = " (its last output: ";
    private static final String SAYING = ", saying: ";
    private static final String LEFT_OUT = " (what it wrote is told to operators)";

    /// From a mark to the end of the string of JSON that it is in.
    private static final Pattern IN_JSON = Pattern.compile(
            "(?:" + Pattern.quote(LAST_OUTPUT) + "|" + Pattern.quote(SAYING) + ")(?:[^\"\\\\]|\\\\.)*+");

    private ProgramWords() {}

    /// The rest of a sentence about a program that failed, with its last output.
    public static String lastOutput(String output) {
        return LAST_OUTPUT + output + ")";
    }

    /// The rest of a sentence about a program that gave a reason.
    public static String saying(String reason) {
        return SAYING + reason;
    }

    /// JSON without anything that programs have written.
    public static String withoutIn(String json) {
        return IN_JSON.matcher(json).replaceAll(LEFT_OUT);
    }
}
