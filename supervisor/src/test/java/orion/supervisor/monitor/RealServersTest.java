package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.FreePorts;
import orion.supervisor.agent.RestartPolicy;
import orion.supervisor.agent.Told;
import orion.supervisor.configuration.AgentDefinition;

/// Servers of Debian that nobody here wrote, polled as what they speak: alive, dead and hung are told apart.
/// Each has a configuration and data of its own, at a port of its own; the host's service of that name has
/// nothing to do with it.
@Tag("root")
final class RealServersTest {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(8);

    @TempDir
    private Path folder;

    private AgentFolder agents = new AgentFolder(Path.of("/nonexistent"));
    private final Told journal = new Told();

    /// A server, and how it is begun.
    enum Server {
        DOVECOT("pop3://127.0.0.1:%d", "says nothing for 8 s", "/usr/sbin/dovecot -F -c %1$s/conf", """
                protocols = pop3
                listen = 127.0.0.1
                base_dir = %1$s/dovecot
                state_dir = %1$s/dovecot-state
                log_path = /dev/stderr
                ssl = no
                mail_location = maildir:~/mail
                service pop3-login {
                  inet_listener pop3 {
                    port = %2$d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                userdb {
                  driver = passwd
                }
                """),
        SLAPD(
                "ldap://127.0.0.1:%d",
                "says nothing for 8 s", "/usr/sbin/slapd -d 0 -h ldap://127.0.0.1:%2$d/ -f %1$s/conf", """
                pidfile %1$s/slapd.pid
                argsfile %1$s/slapd.args
                """),
        SNMPD(
                "snmp://secret@127.0.0.1:%d",
                "says nothing for 8 s; is the community right",
                "env MIBS= SNMP_PERSISTENT_DIR=%1$s/snmp /usr/sbin/snmpd -f -Lo -C -c %1$s/conf -p %1$s/snmpd.pid"
                        + " udp:127.0.0.1:%2$d",
                "rocommunity secret 127.0.0.1\n");

        private final String place;
        private final String silent;
        private final String command;
        private final String configuration;

        Server(String place, String silent, String command, String configuration) {
            this.place = place;
            this.silent = silent;
            this.command = command;
            this.configuration = configuration;
        }

        private boolean isByDatagrams() {
            return this == SNMPD;
        }
    }

    private AgentDefinition define(Server server, int port) throws IOException {
        agents = new AgentFolder(folder);
        agents.settings("ssl = no\n");
        Files.createFile(folder.resolve("users"));
        Files.writeString(folder.resolve("conf"), server.configuration.formatted(folder, port));
        return agents.define(
                "served",
                "exec " + server.command.formatted(folder, port),
                "wait = 2\nready = 120\n" + (server.isByDatagrams() ? "" : "ports = " + port + "\n"));
    }

    @AfterEach
    void stopAll() throws Exception {
        agents.stopAll();
    }

    private static Probe probe(String place) throws Exception {
        URI uri = new URI(place);
        return uri.getScheme().equals("snmp")
                ? new SnmpProbe(uri, PROBE_LIMIT)
                : new StreamProbe(uri, Dialogue.of(uri).orElseThrow(), PROBE_LIMIT);
    }

    private Monitor monitor(String place) throws Exception {
        return new Monitor(
                new MonitorSettings(
                        List.of(new WatchedAgent(
                                "served",
                                "127.0.0.1",
                                POLL,
                                probe(place),
                                List.of(),
                                Optional.empty(),
                                Thresholds.NONE)),
                        Optional.empty(),
                        2,
                        folder.resolve("history.jsonl"),
                        List.of(),
                        Optional.empty()),
                new MonitorLimits(
                        POLL,
                        new RestartPolicy.Limits(
                                Duration.ofSeconds(1), Duration.ofSeconds(10), 5, Duration.ofMinutes(1)),
                        false),
                ClusterAuthority.NOT_CLUSTERED,
                journal);
    }

    /// Every process of the server gets a signal; some end by themselves meanwhile.
    private void signal(String signal) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        agents.status().processes().forEach(pid -> command.add(Long.toString(pid)));
        var _ = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @EnumSource
    void aliveDeadAndHungAreToldApart(Server server) throws Exception {
        int port = FreePorts.one();
        String place = server.place.formatted(port);
        AgentDefinition agent = define(server, port);
        agents.control().start(agent, Asker.PERSON);
        try (Monitor _ = monitor(place)) {
            journal.await("served is up: answers");

            Waiting.until("nothing of it is left", () -> {
                signal("KILL");
                return agents.status().processes().isEmpty();
            });
            journal.await("served is down: nobody answers at " + place.replace("secret@", ""));

            agents.control().start(agent, Asker.PERSON);
            journal.await("served is up: answers");

            signal("STOP");
            journal.await(server.silent);
            journal.await("served is down: ");

            signal("CONT");
            journal.await("served is up: answers");
        }
    }

    @Test
    void whoAsksWithAnotherCommunityIsNotAnswered() throws Exception {
        int port = FreePorts.one();
        AgentDefinition agent = define(Server.SNMPD, port);
        agents.control().start(agent, Asker.PERSON);
        try (Monitor _ = monitor(Server.SNMPD.place.formatted(port))) {
            journal.await("served is up: answers SNMP");
        }
        Verdict verdict = probe("snmp://other@127.0.0.1:" + port).look();
        assertThat(verdict.sign()).isEqualTo(Verdict.Sign.USELESS);
        assertThat(verdict.detail()).contains("is the community right, and may this host ask?");
    }
}
