package orion.supervisor.monitor;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Makes a probe of what people write: `tcp://host:port`, `http://host:port/path`, `smtp://host`, and so on.
public final class Probes {
    private Probes() {}

    /// The probe that a text names; nothing where it names none, of which [#known] says what there is.
    public static Optional<Probe> of(String text) {
        return of(text, StatusPage.NONE, new PeerTrust.Anybody(), KeptConnection.none());
    }

    /// The same, where its page must say something, and perhaps its certificate, too.
    ///
    /// @param kept where it is polled over TLS
    static Optional<Probe> of(String text, StatusPage page, PeerTrust trust, KeptConnection kept) {
        if (text.startsWith("script:/")) {
            return Optional.of(new ScriptProbe(text.substring("script:".length())));
        }
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            if (uri.getScheme().equals("snmp")) {
                return Optional.of(new SnmpProbe(uri));
            }
            if (logsIn(text)) {
                return Optional.empty();
            }
            return Dialogue.of(uri)
                    .map(dialogue -> new StreamProbe(
                            uri, dialogue, page, trust, dialogue.secure() ? kept : KeptConnection.none()));
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    /// Whether it has a name and perhaps a password, which no probe of a page or a service sends.
    static boolean logsIn(String text) {
        try {
            URI uri = new URI(text);
            return uri.getRawUserInfo() != null && !"snmp".equals(uri.getScheme());
        } catch (URISyntaxException notOne) {
            return false;
        }
    }

    /// For messages.
    public static String known() {
        return "tcp://HOST:PORT, http://HOST:PORT/PATH, https://..., smtp://HOST, pop3://HOST, imap://HOST, ldap://HOST,"
                + " snmp://COMMUNITY@HOST (each with :PORT where it is another one) or script:/PROGRAM";
    }
}
