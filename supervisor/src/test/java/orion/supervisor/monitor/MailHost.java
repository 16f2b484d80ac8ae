package orion.supervisor.monitor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.AgentStatus;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.FreePorts;
import orion.supervisor.agent.RestartPolicy;
import orion.supervisor.agent.Told;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.gwha.GwhaServer;
import orion.supervisor.gwha.GwhaService;
import orion.supervisor.gwha.PamAccounts;

/// A host with the agents of a mail system, all of them daemons of Debian: Postfix in the place of the MTA, Dovecot in
/// that of the post office, nginx with a status page in that of the Messenger; with a gwha that asks the real PAM, over
/// TLS, and monitors. Their data lie on a small file system of their own.
final class MailHost {
    static final String MTA = "dom";
    static final String POST_OFFICE = "post.dom";
    static final String MESSENGER = "nmma";
    /// What a Messenger answers that does its work.
    static final String WELL = "return 200 '<nmma><queue>3</queue></nmma>'";

    static final List<String> ALL = List.of(MTA, POST_OFFICE, MESSENGER);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(8);

    final Path folder;
    final Path small;
    final AgentFolder agents;
    final Told gwhaJournal = new Told();
    final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, AgentDefinition> definitions = new LinkedHashMap<>();
    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<CountingProbe> probes = new ArrayList<>();
    private int gwhaPort;

    /// @param folder with a key, a certificate and a small file system
    MailHost(Path folder) throws IOException {
        this.folder = folder;
        this.small = folder.resolve("small");
        this.agents = new AgentFolder(folder);
        agents.settings("key = gwha.key\ncert = gwha.crt\n");
        for (String agent : ALL) {
            ports.put(agent, FreePorts.one());
        }
        postfix();
        dovecot();
        nginx("nginx.pid", WELL);
    }

    private void define(String agent, String command) {
        definitions.put(
                agent,
                agents.define(
                        agent,
                        "echo started >>%s\nexec %s".formatted(startsOf(agent), command),
                        "ready = 120\nwait = 10\nports = " + port(agent) + "\n"));
    }

    private Path startsOf(String agent) {
        return folder.resolve("starts." + agent);
    }

    /// How often its program has begun, as it notes itself.
    long starts(String agent) throws IOException {
        try (var lines = Files.lines(startsOf(agent))) {
            return lines.count();
        }
    }

    int port(String agent) {
        return ports.getOrDefault(agent, 0);
    }

    private void postfix() throws IOException {
        Path own = Files.createDirectory(small.resolve("postfix"));
        Files.createDirectory(own.resolve("queue"));
        Path data = Files.createDirectory(own.resolve("data"));
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Path etc = Files.createDirectory(folder.resolve("postfix"));
        Files.writeString(etc.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                inet_interfaces = 127.0.0.1
                myhostname = mail.test
                mydestination = mail.test
                maillog_file = /dev/stdout
                alias_maps =
                """.formatted(own));
        Files.writeString(
                etc.resolve("master.cf"),
                Files.readString(Path.of("/etc/postfix/master.cf.proto"))
                        .replaceFirst("(?m)^smtp +inet .*$", "127.0.0.1:" + port(MTA) + " inet n - n - - smtpd"));
        define(MTA, "/usr/sbin/postfix -c " + etc + " start-fg");
    }

    private void dovecot() throws IOException {
        Files.createFile(folder.resolve("users"));
        Path configuration =
                Files.writeString(folder.resolve("dovecot.conf"), """
                protocols = imap
                listen = 127.0.0.1
                base_dir = %1$s/dovecot
                state_dir = %1$s/dovecot-state
                log_path = /dev/stderr
                ssl = no
                mail_location = maildir:~/mail
                service imap-login {
                  inet_listener imap {
                    port = %2$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                passdb {
                  driver = passwd-file
                  args = %3$s/users
                }
                userdb {
                  driver = passwd
                }
                """.formatted(small, port(POST_OFFICE), folder));
        define(POST_OFFICE, "/usr/sbin/dovecot -F -c " + configuration);
    }

    /// Has the Messenger answer this from its next start on, and note its process there.
    void nginx(String pid, String answer) throws IOException {
        Path own = Files.createDirectories(small.resolve("nginx"));
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 2;
                pid %1$s/%4$s;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    server { listen 127.0.0.1:%2$d; location / { %3$s; } }
                }
                """.formatted(own, port(MESSENGER), answer, pid));
        if (!definitions.containsKey(MESSENGER)) {
            define(MESSENGER, "/usr/sbin/nginx -e stderr -p " + own + " -c " + configuration);
        }
    }

    AgentStatus status(String agent) throws Exception {
        return agents.control().status(agents.configuration().agent(agent));
    }

    void start(String agent) throws Exception {
        agents.control().start(agents.configuration().agent(agent), Asker.PERSON);
    }

    /// Every process of an agent gets a signal.
    void signal(String agent, String signal) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        status(agent).processes().forEach(pid -> command.add(Long.toString(pid)));
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
    }

    /// gwha, with real accounts; another one takes its place.
    void gwha(String key) throws Exception {
        agents.settings("key = %1$s.key\ncert = %1$s.crt\n".formatted(key));
        GwhaServer gwha = new GwhaServer(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new GwhaService(
                        agents.configuration(),
                        new PamAccounts(List.of("gwha", "late")),
                        ClusterAuthority.NOT_CLUSTERED,
                        gwhaJournal),
                gwhaJournal);
        gwhaPort = gwha.port();
        running.add(gwha);
    }

    /// A monitor, and what it says of each agent.
    Map<String, Told> monitor(String user, String password) throws Exception {
        Map<String, Told> said = new LinkedHashMap<>();
        List<WatchedAgent> watched = new ArrayList<>();
        for (String agent : ALL) {
            said.put(agent, new Told());
            CountingProbe probe = new CountingProbe(probe(agent), new AtomicInteger());
            probes.add(probe);
            watched.add(
                    new WatchedAgent(agent, "127.0.0.1", POLL, probe, List.of(), Optional.empty(), Thresholds.NONE));
        }
        Path history = Files.createDirectories(small.resolve("monitor" + running.size()));
        Monitor monitor = new Monitor(
                new MonitorSettings(
                        watched,
                        Optional.of(new GwhaClient(
                                gwhaPort,
                                user,
                                password,
                                Optional.of(new PeerTrust.Known(List.of(certificate("gwha.crt")))))),
                        6,
                        history.resolve("history.jsonl"),
                        List.of(),
                        Optional.empty()),
                new MonitorLimits(
                        Duration.ofMillis(500),
                        new RestartPolicy.Limits(
                                Duration.ofSeconds(1), Duration.ofSeconds(2), 5, Duration.ofMinutes(1)),
                        true),
                ClusterAuthority.NOT_CLUSTERED,
                sentence -> said.getOrDefault(sentence.split(" ", 2)[0], gwhaJournal)
                        .accept(sentence));
        running.addFirst(monitor);
        return said;
    }

    private X509Certificate certificate(String file) throws Exception {
        try (var in = Files.newInputStream(folder.resolve(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    Probe probe(String agent) throws Exception {
        String scheme = switch (agent) {
            case MTA -> "smtp";
            case POST_OFFICE -> "imap";
            default -> "http";
        };
        URI uri = new URI(scheme + "://127.0.0.1:" + port(agent) + (scheme.equals("http") ? "/" : ""));
        StatusPage page = agent.equals(MESSENGER)
                ? new StatusPage(Optional.empty(), Optional.of(StatusPage.Place.of("/nmma/queue")))
                : StatusPage.NONE;
        return new StreamProbe(
                uri, Dialogue.of(uri).orElseThrow(), PROBE_LIMIT, page, new PeerTrust.Anybody(), KeptConnection.none());
    }

    /// Waits until each monitor has begun and ended a poll of each agent. Nobody polls while an order of his is under
    /// way, and a good poll is followed by none: so what is seen of the agents then stays.
    void awaitPolls() throws Exception {
        for (CountingProbe probe : List.copyOf(probes)) {
            int begun = probe.looks().get();
            // The first may have begun before.
            Waiting.until("two polls of " + probe.target(), () -> probe.looks().get() >= begun + 2);
        }
    }

    private record CountingProbe(Probe probe, AtomicInteger looks) implements Probe {
        @Override
        public Verdict look() throws InterruptedException {
            Verdict verdict = probe.look();
            looks.incrementAndGet();
            return verdict;
        }

        @Override
        public String target() {
            return probe.target();
        }
    }

    /// Ends all monitors, and the gwha.
    void endAll() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
        running.clear();
        probes.clear();
    }

    /// Leaves no process behind.
    void end() throws Exception {
        endAll();
        agents.stopAll();
    }

    /// Fills the small file system to its last byte, or makes it empty of that again.
    void fill(boolean full) throws IOException {
        Path filler = small.resolve("filler");
        if (!full) {
            Files.delete(filler);
            return;
        }
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                // The last one ends in the middle, where there is no more space.
                out.write(block);
            }
        } catch (IOException noSpace) {
            Files.setPosixFilePermissions(filler, PosixFilePermissions.fromString("r--------"));
        }
    }
}
