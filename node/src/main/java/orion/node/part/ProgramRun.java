package orion.node.part;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of a program of a part, and what its end means.
///
/// @param action names the log of its output: `load`, `unload`, `monitor`
/// @param title begins sentences about it
/// @param program its absolute path
/// @param arguments after the path
/// @param environment added to a small clean one
/// @param absent what to do where the program is not on this host
/// @param verdict what its exit code means
record ProgramRun(
        String action,
        String title,
        String program,
        List<String> arguments,
        Map<String, String> environment,
        String absent,
        Verdict verdict) {
    /// What an exit code means.
    interface Verdict {
        /// The rest of a sentence about what is wrong; empty where all is well.
        ///
        /// @param output the last lines that the program wrote
        Optional<String> of(int exit, String output);
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    void requireProgram() throws PartFailure {
        Path path = Path.of(program);
        if (!Files.exists(path)) {
            throw new PartFailure("%s does not exist on this host; %s".formatted(title, absent));
        }
        if (!Files.isExecutable(path) || Files.isDirectory(path)) {
            throw new PartFailure("%s is not executable; run: chmod +x %s".formatted(title, program));
        }
    }
}
