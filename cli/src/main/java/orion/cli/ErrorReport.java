package orion.cli;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.util.List;

/// What went wrong, for programs: the sentence that people are shown, in pieces.
///
/// @param what     what is wrong
/// @param where    the node's directory or the file that the command was about, or the command where that was not
///                 understood
/// @param hint     what to do; empty where there is nothing to say
/// @param exitCode see [ExitCode]
@Json
public record ErrorReport(String what, String where, String hint, int exitCode) {
    private static final Jsonb JSON = Jsonb.builder().build();

    /// Takes a sentence apart: what to do stands behind its last semicolon.
    static ErrorReport of(String sentence, String where, int exitCode) {
        int hint = sentence.lastIndexOf("; ");
        return hint < 0
                ? new ErrorReport(sentence, where, "", exitCode)
                : new ErrorReport(sentence.substring(0, hint), where, sentence.substring(hint + 2), exitCode);
    }

    /// Whether a program asked for JSON: whoever says `--json` reads no prose, even where the command
    /// or the option does not exist.
    static boolean wanted(List<String> words) {
        return words.contains("--json");
    }

    /// As people read it.
    String sentence() {
        return hint.isEmpty() ? what : what + "; " + hint;
    }

    String json() {
        return JSON.toJson(this);
    }
}
