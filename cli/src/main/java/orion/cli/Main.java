package orion.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import orion.cli.supervisor.SupervisorCommands;
import orion.node.trouble.Sentence;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command `orion`: hands its words to the one class that carries the command out.
///
/// Exit codes: see [ExitCode]. Whatever goes wrong is told in one sentence on the error stream; the trace
/// behind it is shown only when the environment variable `ORION_DEBUG` is set.
@Command(
        name = "orion",
        description = {
            "Cluster services: 2 to 32 servers behave as one.",
            "In the source tree, 'orion test' runs everything that checks it."
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused or failed; nothing was changed, unless it says so",
            "2:the command line is not understood",
            "3:no daemon answers in DIR, or there is no node in it",
            "4:accepted, but not finished within --wait; it goes on",
            "5:what was compared is different",
            "6:what was looked at is dangerous",
            "141:nobody reads the output any more"
        })
public final class Main implements Runnable, Surroundings.Root {
    private final Surroundings surroundings;
    private @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "directory of the node; otherwise $$ORION_DIR, otherwise /var/lib/orion")
    private @Nullable Path directory;

    private Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Runs the command and ends the JVM with its exit code.
    public static void main(String[] arguments) {
        String name = System.getProperty("orion.command", "orion");
        // The writer that picocli makes would not tell that nobody reads any more.
        String[] words = SupervisorCommands.words(name, arguments);
        System.exit(commandLine(name, Surroundings.ofProcess(), words)
                .setOut(new PrintWriter(System.out, true, System.out.charset()))
                .execute(words));
    }

    /// A command line that is ready to execute; tests give it other surroundings and other writers.
    ///
    /// @param name  what the program was called by: `cluster`, `sbdutil` and the supervisor's are links
    /// @param words that are to be executed; without any, all commands are there
    static CommandLine commandLine(String name, Surroundings surroundings, String... words) {
        CommandLine line = name.equals("sbdutil")
                ? new CommandLine(new SbdutilCommand(surroundings))
                : SupervisorCommands.commandLine(name, surroundings)
                        .orElseGet(() ->
                                commands(surroundings, Commands.needed(words)).setCommandName(name));
        // A file named with @ is the matter of the option it belongs to: what is in it may be secret.
        return line.setExpandAtFiles(false)
                .setParameterExceptionHandler(Main::sayWhatWasNotUnderstood)
                .setExecutionExceptionHandler(Main::sayWhatFailed);
    }

    private static CommandLine commands(Surroundings surroundings, List<String> names) {
        CommandLine line = new CommandLine(new Main(surroundings));
        names.forEach(name -> line.addSubcommand(Commands.make(name)));
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    private static int sayWhatWasNotUnderstood(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String sentence =
                Sentence.continued(new UsageFault(fault, List.of(arguments)).sentence()) + "; see " + name + " --help";
        say(command, List.of(arguments), ErrorReport.of(sentence, name, ExitCode.NOT_UNDERSTOOD));
        return ExitCode.NOT_UNDERSTOOD;
    }

    /// One line on the error stream: for people, or for the program that asked for JSON.
    private static void say(CommandLine command, List<String> words, ErrorReport error) {
        command.getErr()
                .println(ErrorReport.wanted(words) ? error.json() : "orion: " + Sentence.ended(error.sentence()));
    }

    private static int sayWhatFailed(Exception fault, CommandLine command, ParseResult result) {
        if (fault instanceof OutputClosed) {
            return ExitCode.OUTPUT_CLOSED;
        }
        String message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
        int exitCode = fault instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILED;
        String where = Surroundings.Root.of(command.getCommandSpec())
                .subject()
                .orElseGet(() -> Call.of(command.getCommandSpec()).directory())
                .toString();
        say(command, result.originalArgs(), ErrorReport.of(Sentence.continued(Screen.plain(message)), where, exitCode));
        if (System.getenv("ORION_DEBUG") != null) {
            fault.printStackTrace(command.getErr());
        }
        return exitCode;
    }
}
