package orion.supervisor.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the section `[gwha]` says.
///
/// @param tls      whether connections are encrypted; clear text must be asked for
/// @param key      the file of the private key
/// @param cert     the file of the certificate
/// @param password what the private key is encrypted with
/// @param users    the accounts of the operating system that may log in
/// @param port     where a standing gwha listens
/// @param idle     how long a connection may be silent
/// @param run      the folder for what is known of running agents; emptied by a boot
/// @param log      the folder for what agents write
public record GwhaSettings(
        boolean tls,
        Optional<Path> key,
        Optional<Path> cert,
        Optional<String> password,
        List<String> users,
        int port,
        Duration idle,
        Path run,
        Path log) {

    // A password must not get into a message by way of the whole.
    @Override
    public String toString() {
        return "[gwha] tls=" + tls + " users=" + users + " port=" + port;
    }
}
