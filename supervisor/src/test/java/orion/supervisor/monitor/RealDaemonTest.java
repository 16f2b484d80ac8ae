package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.AgentState;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.FreePorts;
import orion.supervisor.agent.RestartPolicy;
import orion.supervisor.agent.Supervision;
import orion.supervisor.agent.Told;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.gwha.Accounts;
import orion.supervisor.gwha.GwhaServer;
import orion.supervisor.gwha.GwhaService;

/// A real daemon of Debian as an agent: nginx, a master with workers, polled as a service with a status page
/// is.
@Tag("root")
final class RealDaemonTest {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(8);

    @TempDir
    private Path folder;

    private AgentFolder agents = new AgentFolder(Path.of("/nonexistent"));
    private final Told journal = new Told();
    private int port;

    @BeforeEach
    void define() throws IOException {
        agents = new AgentFolder(folder);
        agents.settings("ssl = no\n");
        port = FreePorts.one();
    }

    private AgentDefinition nginx(String daemon, String lines) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), """
                daemon %s;
                worker_processes 2;
                pid %s/nginx.pid;
                error_log %s/error.log;
                events {}
                http {
                    access_log off;
                    server { listen 127.0.0.1:%d; location / { return 200 "well\\n"; } }
                }
                """.formatted(daemon, folder, folder, port));
        return agents.define(
                "nmma",
                "exec /usr/sbin/nginx -p " + folder + " -c " + configuration,
                "ports = " + port + "\nwait = 2\n" + lines);
    }

    @AfterEach
    void stopAll() throws Exception {
        agents.stopAll();
    }

    /// The master answers at its port before it has made its workers.
    private void awaitWorkers() throws Exception {
        Waiting.until("two workers", () -> agents.status().processes().size() >= 3);
    }

    private Verdict look() throws Exception {
        return probe().look();
    }

    private Probe probe() throws Exception {
        URI uri = new URI("http://127.0.0.1:" + port + "/");
        return new StreamProbe(uri, Dialogue.of(uri).orElseThrow(), PROBE_LIMIT);
    }

    @Test
    void inTheForegroundAndInTheBackgroundItIsFollowed() throws Exception {
        for (String way : List.of("off type = simple", "on type = forking")) {
            agents = new AgentFolder(folder);
            AgentDefinition agent =
                    nginx(way.substring(0, way.indexOf(' ')), way.substring(way.indexOf(' ') + 1) + "\n");
            agents.control().start(agent, Asker.PERSON);
            awaitWorkers();
            assertThat(agents.status().processes()).as(way).hasSize(3);
            assertThat(agents.status().pid().orElseThrow())
                    .isEqualTo(Long.parseLong(
                            Files.readString(folder.resolve("nginx.pid")).strip()));
            assertThat(look().sign()).isEqualTo(Verdict.Sign.USEFUL);

            agents.control().stop(agent, "");
            assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
            assertThat(look().sign()).isEqualTo(Verdict.Sign.ABSENT);
        }
    }

    @Test
    void aKilledMasterIsStartedAgainAlthoughItsWorkersStillAnswer() throws Exception {
        AgentDefinition agent = nginx("off", "");
        agents.control().start(agent, Asker.PERSON);
        try (Supervision supervision =
                new Supervision(agents.control(), () -> agents.configuration().agents(), journal)) {
            assertThat(supervision.size()).isEqualTo(1);
            agents.killMain();
            journal.await("nmma runs again");

            assertThat(look().sign()).isEqualTo(Verdict.Sign.USEFUL);
            awaitWorkers();
            assertThat(agents.status().processes()).hasSize(3);
        }
    }

    @Test
    void whatHangsIsRestarted() throws Exception {
        AgentDefinition agent = nginx("off", "");
        agents.control().start(agent, Asker.PERSON);
        Accounts everybody = (user, password, host) -> Optional.empty();
        try (GwhaServer gwha = new GwhaServer(
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new GwhaService(agents.configuration(), everybody, ClusterAuthority.NOT_CLUSTERED, line -> {}),
                        line -> {});
                Monitor monitor = new Monitor(
                        new MonitorSettings(
                                List.of(new WatchedAgent(
                                        "nmma",
                                        "127.0.0.1",
                                        Duration.ofMillis(200),
                                        probe(),
                                        List.of(),
                                        Optional.empty(),
                                        Thresholds.NONE)),
                                Optional.of(new GwhaClient(gwha.port(), "gwha", "word", Optional.empty())),
                                2,
                                folder.resolve("history.jsonl"),
                                List.of(),
                                Optional.empty()),
                        new MonitorLimits(
                                Duration.ofMillis(200),
                                new RestartPolicy.Limits(
                                        Duration.ofSeconds(1), Duration.ofSeconds(10), 5, Duration.ofMinutes(1)),
                                true),
                        ClusterAuthority.NOT_CLUSTERED,
                        journal)) {
            journal.await("nmma is up");
            long before = agents.status().pid().orElseThrow();

            // Every process of it stands still: it accepts connections, in the kernel, and answers nobody.
            for (long pid : agents.status().processes()) {
                new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
            }

            journal.await("says nothing");
            journal.await("nmma is up");
            assertThat(agents.status().pid().orElseThrow()).isNotEqualTo(before);
            assertThat(look().sign()).isEqualTo(Verdict.Sign.USEFUL);
            assertThat(monitor.history("nmma")).isNotEmpty();
        }
    }
}
