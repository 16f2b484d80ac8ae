package orion.supervisor.monitor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;
import orion.supervisor.configuration.IniFile;
import orion.supervisor.configuration.IniSection;
import orion.supervisor.configuration.ServerKey;
import orion.supervisor.configuration.Unreadable;

/// The file `monitor.conf`, and what the command line says beside it. All agents of `gwha.conf` on this host are
/// monitored, unless the file says otherwise.
///
/// @param user     `--hauser`
/// @param password `--hapassword`, or from its file
/// @param poll     `--hapoll`
public record MonitorFile(
        Path file, Path gwhaFile, Optional<String> user, Optional<String> password, Optional<Duration> poll) {
    /// Where it lies unless somebody says otherwise.
    public static final Path USUAL_FILE = Path.of("/etc/opt/novell/groupwise/monitor.conf");

    private static final String OWN = "monitor";
    private static final Set<String> OWN_KEYS = Set.of(
            "hauser",
            "hapassword-file",
            "hapoll",
            "local",
            "pollthreads",
            "haport",
            "hassl",
            "hacert",
            "haca",
            "history",
            "notify",
            "mail",
            "sendmail",
            "webhook",
            "trap",
            "trap-root",
            "web",
            "web-key",
            "web-cert",
            "web-user",
            "web-password-file");
    private static final int POLL_SECONDS = 120;
    private static final int THREADS = 20;
    private static final int MOST_THREADS = 500;
    private static final int GWHA_PORT = 8400;

    /// Reads everything that a monitor needs.
    public MonitorSettings read() throws ConfigurationFault {
        boolean mayBeMissing = file.equals(USUAL_FILE);
        IniFile ini = mayBeMissing && !Files.exists(file)
                ? new IniFile(file.toString(), List.of())
                : IniFile.read(file, "make it, or name another one with --config");
        IniSection own = ini.sections().stream()
                .filter(section -> section.name().equals(OWN))
                .findFirst()
                .orElse(new IniSection(file.toString(), OWN, 1, Map.of()));
        own.requireKnownKeys(OWN_KEYS);
        Duration usualPoll = poll.orElse(Duration.ofSeconds(own.seconds("hapoll", POLL_SECONDS, 1)));
        Optional<GwhaConfiguration> local =
                Files.exists(gwhaFile) ? Optional.of(GwhaConfiguration.readAny(gwhaFile)) : Optional.empty();
        List<WatchedAgent> agents = new MonitoredAgents(
                        local, own.yes("local", true), usualPoll, KeptConnections.ofThisProcess())
                .of(ini.sections().stream()
                        .filter(section -> !section.name().equals(OWN))
                        .toList());
        if (agents.isEmpty()) {
            throw new ConfigurationFault("there is nothing to monitor: neither " + file + " nor " + gwhaFile
                    + " has a section of an agent; add one, or name other files");
        }
        return new MonitorSettings(
                agents,
                gwha(own, local),
                own.number("pollthreads", THREADS, 1, MOST_THREADS, "threads"),
                own.path("history").orElse(Path.of("/var/lib/orion-monitor/history.jsonl")),
                Tellers.read(own),
                web(own));
    }

    private Optional<GwhaClient> gwha(IniSection own, Optional<GwhaConfiguration> local) throws ConfigurationFault {
        Optional<String> name = user.or(() -> own.text("hauser"));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> secret = password;
        Optional<Path> secretFile = own.path("hapassword-file");
        if (secret.isEmpty() && secretFile.isPresent()) {
            secret = Optional.of(protectedWord(secretFile.get()));
        }
        if (secret.isEmpty()) {
            throw new ConfigurationFault("the password of '" + name.get()
                    + "' is missing; give it with --hapassword-file FILE or hapassword-file = in " + file);
        }
        boolean tls = own.yes("hassl", local.map(one -> one.settings().tls()).orElse(true));
        int port = own.number("haport", local.map(one -> one.settings().port()).orElse(GWHA_PORT), 1, 65_535, "a port");
        return Optional.of(new GwhaClient(
                port, name.get(), secret.get(), tls ? Optional.of(trust(own, local)) : Optional.empty()));
    }

    /// Whom the password is told: those whose certificates were copied, or those to whom an issuer gave one.
    private static PeerTrust trust(IniSection own, Optional<GwhaConfiguration> local) throws ConfigurationFault {
        Optional<Path> issuers = own.path("haca");
        if (issuers.isPresent()) {
            return PeerTrust.issuedBy(certificates(issuers.get(), "copy the issuer's there"));
        }
        Optional<Path> file =
                own.path("hacert").or(() -> local.flatMap(one -> one.settings().cert()));
        if (file.isEmpty()) {
            throw own.fault(
                    "hacert",
                    "hacert is missing, the file with the certificates of the gwha that are asked, or haca, that of their"
                            + " issuer; without it anybody could pass for gwha and be told the password");
        }
        return new PeerTrust.Known(certificates(file.get(), "copy them there from cert = of the other hosts"));
    }

    /// The word in a file that nobody else may read.
    public static String protectedWord(Path file) throws ConfigurationFault {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.GROUP_READ)) {
                throw new ConfigurationFault(
                        file + " holds a password and can be read by others; run: chmod 600 " + file);
            }
            String word = Files.readString(file).strip();
            if (word.isEmpty() || word.lines().count() > 1) {
                // An empty password would let everybody in, and nobody means two.
                throw new ConfigurationFault("the password file " + file + " has "
                        + (word.isEmpty() ? "no line" : "more than one line")
                        + "; write the password into it, as its only line");
            }
            return word;
        } catch (IOException unreadable) {
            throw new ConfigurationFault("the password file " + file + " cannot be read: " + Unreadable.why(unreadable)
                    + "; make it, with the password as its only line");
        }
    }

    /// All certificates in a file.
    static List<X509Certificate> certificates(Path file, String cure) throws ConfigurationFault {
        try {
            List<X509Certificate> found = new ArrayList<>();
            for (var one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))) {
                found.add((X509Certificate) one);
            }
            if (found.isEmpty()) {
                throw new ConfigurationFault("there is no certificate in " + file + "; " + cure);
            }
            return List.copyOf(found);
        } catch (IOException unreadable) {
            throw new ConfigurationFault(
                    "the certificates in " + file + " cannot be read: " + Unreadable.why(unreadable) + "; " + cure);
        } catch (CertificateException unusable) {
            throw new ConfigurationFault(
                    "the certificates in " + file + " cannot be read: " + unusable.getMessage() + "; " + cure);
        }
    }

    private static Optional<ConsoleSettings> web(IniSection own) throws ConfigurationFault {
        String text = own.text("web").orElse(MonitoredAgents.HERE + ":8200");
        if (text.equals("no")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw own.fault("web", "web takes ADDRESS:PORT or no, not '" + text + "'");
        }
        return Optional.of(new ConsoleSettings(
                new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port)), webTls(own), webLogin(own)));
    }

    private static Optional<SSLContext> webTls(IniSection own) throws ConfigurationFault {
        if (!bothOrNone(own, "web-key", "web-cert")) {
            return Optional.empty();
        }
        return Optional.of(new ServerKey(
                        own.path("web-key").orElseThrow(),
                        own.path("web-cert").orElseThrow(),
                        "",
                        "[monitor] of " + own.file())
                .context("TLS"));
    }

    private static Optional<ConsoleLogin> webLogin(IniSection own) throws ConfigurationFault {
        if (!bothOrNone(own, "web-user", "web-password-file")) {
            return Optional.empty();
        }
        String user = own.required("web-user", "");
        if (user.contains(":")) {
            throw own.fault("web-user", "a browser cannot send a name with a colon, such as '" + user + "'");
        }
        return Optional.of(new ConsoleLogin(
                user, protectedWord(own.path("web-password-file").orElseThrow())));
    }

    private static boolean bothOrNone(IniSection own, String one, String other) throws ConfigurationFault {
        boolean here = own.text(one).isPresent();
        if (here != own.text(other).isPresent()) {
            String present = here ? one : other;
            throw own.fault(present, present + " goes with " + (here ? other : one) + " =, which is missing");
        }
        return here;
    }
}
