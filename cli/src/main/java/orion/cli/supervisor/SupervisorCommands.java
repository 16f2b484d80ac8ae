package orion.cli.supervisor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import orion.cli.Surroundings;
import picocli.CommandLine;

/// The programs of the supervisor, each called by a name of its own that is a link to the launcher.
public final class SupervisorCommands {
    /// All those names.
    public static final List<String> NAMES =
            List.of("gwha", "grpwise", "novell-nmma", "novell-nmaa", "gwmon", "grpwise-ma");

    private SupervisorCommands() {}

    /// The command line of the program of this name, when it is one of ours.
    public static Optional<CommandLine> commandLine(String name, Surroundings surroundings) {
        return switch (name) {
            case "grpwise", "novell-nmma", "novell-nmaa" ->
                Optional.of(new CommandLine(new AgentScriptCommand(name, surroundings)).setCommandName(name));
            case "gwha" -> Optional.of(new CommandLine(new GwhaProgram(surroundings)).setCommandName(name));
            case "gwmon" -> Optional.of(new CommandLine(new MonitorProgram(surroundings)).setCommandName(name));
            case "grpwise-ma" ->
                Optional.of(new CommandLine(new MonitorScriptCommand(surroundings)).setCommandName(name));
            default -> Optional.empty();
        };
    }

    /// The words of a command line as they were meant: printed documents turn the two hyphens of an option
    /// into a dash, and people copy from them.
    public static String[] words(String name, String... words) {
        if (!NAMES.contains(name)) {
            return words;
        }
        return Arrays.stream(words)
                .map(word -> word.replaceFirst("^[\u2013\u2014](?=[a-z])", "--"))
                .toArray(String[]::new);
    }
}
