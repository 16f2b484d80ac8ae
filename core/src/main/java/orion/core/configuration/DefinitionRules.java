package orion.core.configuration;

import java.util.List;

/// The checks that several definitions share, each failing with one sentence that names the field, the value and the
/// rule. They are here so that a bad definition can never exist, whichever way it came in: file, directory or wire.
final class DefinitionRules {
    static final int LONGEST_NAME = 63;
    static final int LONGEST_PATH = 1024;
    static final int LONGEST_TEXT = 4096;
    static final int LONGEST_TIMEOUT_SECONDS = 86_400;

    private DefinitionRules() {}

    /// A name of a resource or node: 1 to 63 letters, digits, underscores and hyphens. It becomes a part of file and
    /// control group names, hence no other characters, and no leading hyphen that a tool could take for an option.
    static String name(String what, String value) {
        if (value.isEmpty() || value.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("%s must have 1 to %d characters, but \"%s\" has %d"
                    .formatted(what, LONGEST_NAME, shortened(value), value.length()));
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isNameCharacter(value.charAt(i))) {
                throw new IllegalArgumentException(
                        "%s \"%s\" may contain only the letters A to Z and a to z, digits, underscore and hyphen"
                                .formatted(what, shortened(value)));
            }
        }
        if (value.charAt(0) == '-') {
            throw new IllegalArgumentException("%s \"%s\" must not begin with a hyphen".formatted(what, value));
        }
        return value;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /// One line of text of bounded length: control characters would let a value pretend to be two lines of a record.
    static String line(String what, String value, int longest) {
        if (value.length() > longest) {
            throw new IllegalArgumentException(
                    "%s has %d characters, at most %d are allowed".formatted(what, value.length(), longest));
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException("%s \"%s\" must not contain line breaks or control characters"
                        .formatted(what, shortened(value)));
            }
        }
        return value;
    }

    static String filledLine(String what, String value, int longest) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        return line(what, value, longest);
    }

    /// An absolute path that says plainly where it points: no `.` or `..` in it and no trailing slash.
    static String absolutePath(String what, String value) {
        filledLine(what, value, LONGEST_PATH);
        if (!value.startsWith("/")) {
            throw new IllegalArgumentException(
                    "%s \"%s\" must be an absolute path, beginning with a slash".formatted(what, shortened(value)));
        }
        for (String step : value.substring(1).split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw new IllegalArgumentException(
                        "%s \"%s\" must be a plain path: not the root, without \"//\", \".\", \"..\" or a slash at the end"
                                .formatted(what, shortened(value)));
            }
        }
        return value;
    }

    static int timeoutSeconds(String what, int value) {
        if (value < 1 || value > LONGEST_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException(
                    "%s must be 1 to %d seconds, not %d".formatted(what, LONGEST_TIMEOUT_SECONDS, value));
        }
        return value;
    }

    static int number(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be %d to %d, not %d".formatted(what, least, most, value));
        }
        return value;
    }

    static void count(String what, List<?> values, int least, int most) {
        if (values.size() < least || values.size() > most) {
            throw new IllegalArgumentException(
                    "%s must have %d to %d entries, not %d".formatted(what, least, most, values.size()));
        }
    }

    private static String shortened(String value) {
        String safe = value.length() <= 80 ? value : value.substring(0, 77) + "...";
        StringBuilder printable = new StringBuilder(safe.length());
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            printable.append(Character.isISOControl(c) ? '?' : c);
        }
        return printable.toString();
    }
}
