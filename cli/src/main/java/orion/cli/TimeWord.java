package orion.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// A length of time as people write it: 90s, 30m, 2h or 1d.
final class TimeWord {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    private TimeWord() {}

    /// @param option for which it is
    static long seconds(CommandSpec spec, String option, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), option + " takes a time such as 90s, 30m, 2h or 1d, not '" + text + "'");
        }
        long unit = switch (matcher.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
        return Long.parseLong(matcher.group(1)) * unit;
    }
}
