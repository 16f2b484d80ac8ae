package orion.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with the words of a command line, in our own words.
///
/// @param fault what the parser, or a command itself, says
/// @param words all that was given
record UsageFault(ParameterException fault, List<String> words) {
    private static final int MOST_MISTAKES = 2;

    String sentence() {
        return switch (fault) {
            case UnmatchedArgumentException unmatched ->
                unmatched(Screen.plain(unmatched.getUnmatched().getFirst()));
            // What was mistyped is not missing: the parser looks for what it needs first.
            case MissingParameterException missing ->
                unknownOption()
                        .map(this::unmatched)
                        .orElseGet(() ->
                                missing.getMissing().stream().map(this::missing).collect(Collectors.joining(" and ")));
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given more than once";
            default -> fault.getArgSpec() == null ? Screen.plain(String.valueOf(fault.getMessage())) : wrongValue();
        };
    }

    private Optional<String> unknownOption() {
        return fault.getCommandLine().getUnmatchedArguments().stream()
                .filter(word -> word.startsWith("-"))
                .findFirst()
                .map(Screen::plain);
    }

    private String unmatched(String word) {
        if (word.startsWith("-")) {
            String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "there is no option '" + option + "'" + perhaps(option);
        }
        CommandLine command = fault.getCommandLine();
        boolean commandExpected = !command.getSubcommands().isEmpty();
        return commandExpected ? "there is no command '" + word + "'" : "'" + word + "' is one word too many";
    }

    /// The option that was most likely meant.
    private String perhaps(String word) {
        return fault.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--") && mistakes(word, name) <= MOST_MISTAKES)
                .min(Comparator.comparingInt((String name) -> mistakes(word, name))
                        .thenComparing(name -> name))
                .map(name -> ", but there is " + name)
                .orElse("");
    }

    /// How many letters have to be put in, left out or changed to get from one word to the other.
    private static int mistakes(String one, String other) {
        int[] before = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int k = 1; k <= other.length(); k++) {
                int changed = before[k - 1] + (one.charAt(i - 1) == other.charAt(k - 1) ? 0 : 1);
                now[k] = Math.min(changed, 1 + Math.min(before[k], now[k - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }

    private String missing(ArgSpec argument) {
        boolean named = argument instanceof OptionSpec option
                && words.stream().anyMatch(word -> List.of(option.names()).contains(word));
        if (named) {
            return name(argument) + " needs a value, " + argument.paramLabel();
        }
        return argument instanceof OptionSpec
                ? name(argument) + " " + argument.paramLabel() + " is missing"
                : argument.paramLabel() + " is missing";
    }

    private String wrongValue() {
        ArgSpec argument = fault.getArgSpec();
        String value = Screen.plain(String.valueOf(fault.getValue()));
        Class<?> type = argument.type();
        if (type == boolean.class) {
            return name(argument) + " takes no value";
        }
        boolean number = type == int.class || type == Integer.class || type == long.class;
        return name(argument) + " takes " + (number ? "a whole number" : argument.paramLabel()) + ", not '" + value
                + "'";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
