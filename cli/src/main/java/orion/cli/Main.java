package orion.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `orion`: hands its words to the one class that carries the command out.
///
/// Exit codes: 0 done, 1 refused or failed, 2 not understood. Whatever goes wrong is told in one sentence on the error
/// stream; the trace behind it is shown only when the environment variable `ORION_DEBUG` is set.
@Command(
        name = "orion",
        description = "Cluster services: 2 to 32 servers behave as one.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private @Spec CommandSpec spec = CommandSpec.create();

    private Main() {}

    /// Runs the command and ends the JVM with its exit code.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The whole command line, ready to execute; tests give it other writers than the standard streams.
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::sayWhatWasNotUnderstood)
                .setExecutionExceptionHandler(Main::sayWhatFailed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int sayWhatWasNotUnderstood(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("orion: " + sentence(fault, command) + "; see " + name + " --help.");
        return NOT_UNDERSTOOD;
    }

    private static String sentence(ParameterException fault, CommandLine command) {
        if (fault instanceof UnmatchedArgumentException unmatched
                && (command.getParent() == null || !command.getSubcommands().isEmpty())
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        String message = String.valueOf(fault.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static int sayWhatFailed(Exception fault, CommandLine command, ParseResult result) {
        PrintWriter errors = command.getErr();
        errors.println("orion: " + (fault.getMessage() == null ? fault.toString() : fault.getMessage()));
        if (System.getenv("ORION_DEBUG") != null) {
            fault.printStackTrace(errors);
        }
        return FAILED;
    }

    /// Reads the version out of the jar's manifest, where the build wrote it.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"orion " + (version == null ? "(unpacked classes)" : version)};
        }
    }
}
