package orion.cli;

import java.util.List;
import java.util.stream.Collectors;
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
    String sentence() {
        return switch (fault) {
            case UnmatchedArgumentException unmatched ->
                unmatched(Screen.plain(unmatched.getUnmatched().getFirst()));
            case MissingParameterException missing ->
                missing.getMissing().stream().map(this::missing).collect(Collectors.joining(" and "));
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given more than once";
            default -> fault.getArgSpec() == null ? Screen.plain(String.valueOf(fault.getMessage())) : wrongValue();
        };
    }

    private String unmatched(String word) {
        if (word.startsWith("-")) {
            return "there is no option '" + word + "'";
        }
        CommandLine command = fault.getCommandLine();
        boolean commandExpected =
                command.getParent() == null || !command.getSubcommands().isEmpty();
        return commandExpected ? "there is no command '" + word + "'" : "'" + word + "' is one word too many";
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
