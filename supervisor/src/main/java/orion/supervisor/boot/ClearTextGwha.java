package orion.supervisor.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;

/// Looks whether gwha of this host takes passwords in clear text.
public final class ClearTextGwha {
    private ClearTextGwha() {}

    /// The file that says so; nothing where it says otherwise, is not there, or cannot be read as it is: gwha does not
    /// run by it then.
    public static Optional<String> by(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return GwhaConfiguration.read(file).settings().tls() ? Optional.empty() : Optional.of(file.toString());
        } catch (ConfigurationFault unusable) {
            return Optional.empty();
        }
    }
}
