package orion.cli.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orion.core.lint.HostFacts;
import orion.core.lint.HostFacts.BootStart;
import orion.supervisor.boot.BootLint;
import orion.supervisor.boot.ClearTextGwha;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;

/// What `orion check` is told of the single daemons of a host; `grpwise check` tells more.
public final class DangerousAgents {
    private DangerousAgents() {}

    /// Looks.
    ///
    /// @param root of the host's files
    /// @param file that defines the agents; where it is not there, or cannot be understood, nothing runs by it
    public static HostFacts.Agents of(Path root, Path file) {
        return new HostFacts.Agents(ClearTextGwha.by(file), startedAtBoot(root, file));
    }

    private static List<BootStart> startedAtBoot(Path root, Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return new BootLint(root, GwhaConfiguration.readAny(file).agents())
                    .findings().stream()
                            .map(finding -> new BootStart(finding.problem(), finding.cure()))
                            .toList();
        } catch (ConfigurationFault unusable) {
            return List.of();
        }
    }
}
