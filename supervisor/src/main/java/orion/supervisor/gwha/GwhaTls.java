package orion.supervisor.gwha;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.ServerKey;

/// The key and the certificate that `gwha.conf` names, as a context for TLS 1.3.
public final class GwhaTls {
    static final String PROTOCOL = "TLSv1.3";

    private GwhaTls() {}

    /// Nothing where the configuration asks for clear text.
    public static Optional<SSLContext> context(GwhaConfiguration configuration) throws ConfigurationFault {
        if (!configuration.settings().tls()) {
            return Optional.empty();
        }
        Optional<Path> keyFile = configuration.settings().key();
        Optional<Path> certFile = configuration.settings().cert();
        if (keyFile.isEmpty() || certFile.isEmpty()) {
            throw new ConfigurationFault("[gwha] in " + configuration.file() + " has no "
                    + (keyFile.isEmpty() ? "key" : "cert") + " =, which ssl = yes needs" + ServerKey.MAKE);
        }
        String password = configuration.settings().password().orElse("");
        return Optional.of(
                new ServerKey(keyFile.get(), certFile.get(), password, "[gwha] of gwha.conf").context(PROTOCOL));
    }
}
