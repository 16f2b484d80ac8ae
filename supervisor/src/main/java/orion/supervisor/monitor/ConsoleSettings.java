package orion.supervisor.monitor;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import orion.supervisor.configuration.AddressWords;

/// How the pages are served.
///
/// @param tls   nothing for clear text
/// @param login nothing where everybody may look
public record ConsoleSettings(InetSocketAddress address, Optional<SSLContext> tls, Optional<ConsoleLogin> login) {
    /// For everybody who reaches the address.
    static ConsoleSettings open(InetSocketAddress address) {
        return new ConsoleSettings(address, Optional.empty(), Optional.empty());
    }

    /// How the address begins in a browser.
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /// What a person should know though everything works; empty where there is nothing.
    public String warning() {
        if (address.getAddress() != null && address.getAddress().isLoopbackAddress()) {
            return "";
        }
        if (login.isEmpty()) {
            return "everybody who reaches " + AddressWords.of(address)
                    + " sees the pages; set web-user and web-password-file";
        }
        return tls.isEmpty() ? "the password of the pages travels in clear text; set web-key and web-cert" : "";
    }
}
