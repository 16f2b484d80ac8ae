package orion.cli;

import java.nio.file.Path;
import orion.node.witness.server.WitnessDirectory;
import picocli.CommandLine.Model.CommandSpec;

/// Where the witness of a command lives: what was named with `--dir`, or the usual directory of witnesses. That of a
/// node, which `$ORION_DIR` may name, is another one.
final class WitnessPlace {
    private static final Path USUAL = Path.of("/var/lib/orion-witness");

    private WitnessPlace() {}

    static WitnessDirectory of(CommandSpec command) {
        return new WitnessDirectory(Call.of(command).chosenDirectory().orElse(USUAL));
    }
}
