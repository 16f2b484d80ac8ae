package orion.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import orion.node.daemon.NodeSettings;
import picocli.CommandLine.Model.CommandSpec;

/// One call of a command: which daemon it is about, where it writes, what is around it.
///
/// @param directory    the node's directory: `--dir`, else `$ORION_DIR`, else the usual one
/// @param chosenDirectory what was named with `--dir`
/// @param screen       where the command writes for people
/// @param surroundings where the command runs
public record Call(Path directory, Optional<Path> chosenDirectory, Screen screen, Surroundings surroundings) {
    private static final Path USUAL = Path.of("/var/lib/orion");

    /// The call of this command.
    public static Call of(CommandSpec command) {
        Surroundings surroundings = Surroundings.of(command);
        Optional<Path> chosen = Surroundings.Root.of(command)
                .directory()
                .map(path -> path.toAbsolutePath().normalize());
        Path directory = chosen.or(() -> surroundings.variable("ORION_DIR").map(Path::of))
                .orElse(USUAL);
        return new Call(directory.toAbsolutePath().normalize(), chosen, Screen.of(command), surroundings);
    }

    /// A client of the daemon of the directory, which may stand for a cluster elsewhere.
    ///
    /// @throws CommandFailure where what is known of that cluster cannot be read
    public ControlClient client() throws CommandFailure {
        if (!RemoteDirectory.isThere(directory)) {
            return ControlClient.of(directory);
        }
        if (NodeSettings.present(directory)) {
            throw new CommandFailure(
                    directory + " holds a node and stands for a cluster elsewhere as well, so that nobody"
                            + " knows which is meant; take remote.properties, ca.crt and token out of it");
        }
        try {
            return ControlClient.of(RemoteDirectory.read(directory));
        } catch (IOException unreadable) {
            throw new CommandFailure(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }
}
