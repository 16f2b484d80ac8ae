package orion.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// What a command finds around it: environment, terminal, input, the folder of the program. Gathered in one
/// place so that a test can put a command into any surroundings.
///
/// @param environment      variables of the environment
/// @param outputIsTerminal whether a person reads the output
/// @param errorIsTerminal  whether a person sees the error stream
/// @param inputIsTerminal  whether a person can be asked
/// @param input            where answers come from
/// @param home             the folder with `lib/` and what else is shipped
public record Surroundings(
        Map<String, String> environment,
        boolean outputIsTerminal,
        boolean errorIsTerminal,
        boolean inputIsTerminal,
        InputStream input,
        Path home) {

    /// The root of a command line: what all its commands have in common.
    public interface Root {
        /// Those of this run.
        Surroundings surroundings();

        /// The directory that was named with `--dir`.
        Optional<Path> directory();

        /// The file that a failure is about, where that is no node's directory.
        default Optional<Path> subject() {
            return Optional.empty();
        }

        /// The root above a command.
        static Root of(CommandSpec command) {
            if (command.root().userObject() instanceof Root root) {
                return root;
            }
            throw new IllegalStateException("the command line of " + command.qualifiedName() + " has no root");
        }
    }

    /// Those of this process.
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                isTerminal(1),
                isTerminal(2),
                isTerminal(0),
                System.in,
                Path.of(System.getProperty("orion.home", ".")).toAbsolutePath());
    }

    /// Those in which a command runs.
    static Surroundings of(CommandSpec command) {
        return Root.of(command).surroundings();
    }

    /// A variable of the environment that is set and not empty.
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /// The input as lines.
    BufferedReader inputLines() {
        return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /// The kernel says what a stream leads to; asking it costs no native call.
    private static boolean isTerminal(int stream) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }
}
