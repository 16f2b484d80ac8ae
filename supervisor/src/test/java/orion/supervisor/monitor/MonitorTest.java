package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.AgentState;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.StandInCluster;
import orion.supervisor.agent.Told;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.gwha.Accounts;
import orion.supervisor.gwha.GwhaServer;
import orion.supervisor.gwha.GwhaService;

/// The last step of the original's instructions: an agent is stopped, and a poll later it runs again.
@Tag("root")
final class MonitorTest {
    /// With a port at which nobody ever answers, so that it seems down whatever its process does.
    private static final String CLUSTERED = "ports = 1\nready = 0\nresource = mail\naddress = 127.0.0.1\n";

    @TempDir
    private Path folder;

    private AgentFolder agents = new AgentFolder(Path.of("/nonexistent"));
    private final Told journal = new Told();
    private final StandInCluster cluster = new StandInCluster();

    @BeforeEach
    void open() {
        agents = new AgentFolder(folder);
        agents.settings("ssl = no\n");
    }

    @AfterEach
    void stopAll() throws Exception {
        agents.stopAll();
    }

    private GwhaServer gwha() throws Exception {
        Accounts accounts = (user, password, host) ->
                user.equals("gwha") && password.equals("word") ? Optional.empty() : Optional.of("wrong");
        return new GwhaServer(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new GwhaService(agents.configuration(), accounts, cluster, line -> {}),
                line -> {});
    }

    private Monitor monitor(GwhaServer gwha, String password) throws Exception {
        return monitor(gwha, password, "");
    }

    private Monitor monitor(GwhaServer gwha, String password, String lines) throws Exception {
        agents.settings("ssl = no\nport = " + gwha.port() + "\n");
        MonitorSettings settings = new MonitorFile(
                        file("history = " + folder.resolve("history.jsonl") + "\n" + lines),
                        agents.file(),
                        Optional.of("gwha"),
                        Optional.of(password),
                        Optional.of(Duration.ofSeconds(1)))
                .read();
        return new Monitor(settings, MonitorLimits.usual(true), cluster, journal);
    }

    private Path file(String lines) throws IOException {
        return Files.writeString(folder.resolve("monitor.conf"), "[monitor]\n" + lines + "\n");
    }

    @Test
    void anAgentThatWasStoppedRunsAgainAfterAPoll() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        try (GwhaServer gwha = gwha();
                Monitor monitor = monitor(gwha, "word");
                WebConsole web = new WebConsole(
                        monitor, ConsoleSettings.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
            journal.await("post.dom is up");

            // How it is then is the monitor's business at once.
            assertThat(agents.control().stop(agent, "")).isEqualTo(AgentControl.Stop.ENDED);

            journal.await("post.dom is up");
            assertThat(agents.status().state()).isEqualTo(AgentState.RUNNING);
            assertThat(Files.readString(folder.resolve("history.jsonl"))).contains("was started: post.dom started");
            assertThat(page(web, "/")).contains("post.dom", "class=\"up\"");
            assertThat(page(web, "/agent/post.dom")).contains("was started: post.dom started");
            assertThat(page(web, "/status.json")).contains("\"condition\":\"up\"");
        }
    }

    private static String page(WebConsole web, String path) throws Exception {
        URI uri = new URI("http://127.0.0.1:" + web.address().getPort() + path);
        try (var in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private MonitorSettings looking(Probe probe) {
        WatchedAgent agent = new WatchedAgent(
                "post.dom", "h", Duration.ofMillis(10), probe, List.of(), Optional.empty(), Thresholds.NONE);
        return new MonitorSettings(
                List.of(agent), Optional.empty(), 1, folder.resolve("history.jsonl"), List.of(), Optional.empty());
    }

    private static Probe probe(Supplier<Verdict> look) {
        return new Probe() {
            @Override
            public Verdict look() {
                return look.get();
            }

            @Override
            public String target() {
                return "";
            }
        };
    }

    @Test
    void aPollThatFailsInAnyWayHasAnEnd() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        Probe broken = probe(() -> {
            polls.incrementAndGet();
            throw new LinkageError("no such class");
        });
        try (Monitor _ =
                new Monitor(looking(broken), MonitorLimits.usual(false), ClusterAuthority.NOT_CLUSTERED, journal)) {
            Waiting.until("it is polled again", () -> polls.get() > 1);
        }
    }

    @Test
    void aMonitorThatEndsByAFaultSaysSo() {
        Probe good = probe(() -> Verdict.useful("answers"));
        try (Monitor monitor =
                new Monitor(looking(good), MonitorLimits.usual(false), ClusterAuthority.NOT_CLUSTERED, line -> {
                    throw new IllegalArgumentException("nobody takes " + line);
                })) {
            assertThatThrownBy(monitor::awaitEnd)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nobody takes post.dom is up");
        }
    }

    @Test
    void whatAPersonHoldsIsLeftAlone() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().stop(agent, "new disk");
        try (GwhaServer gwha = gwha();
                Monitor monitor = monitor(gwha, "word")) {
            journal.await("post.dom is left alone");

            assertThat(agents.status().state()).isEqualTo(AgentState.HELD);
            assertThat(monitor.status())
                    .singleElement()
                    .extracting(StatusLine::detail)
                    .asString()
                    .contains("new disk");
        }
    }

    @Test
    void theMonitorOfANodeKnowsWhatIsPlanned() throws Exception {
        agents.define("post.dom", "exec sleep 1000", CLUSTERED);
        cluster.isDown(new ClusterAuthority.Word.Planned("its resource mail is Unloading on n2"));
        try (GwhaServer gwha = gwha();
                Monitor _ = monitor(gwha, "wrong, and never said")) {
            journal.await("post.dom is left alone: its resource mail is Unloading on n2");
        }
    }

    @Test
    void whatWaitsForAPersonIsToldToOne() throws Exception {
        agents.define("post.dom", "exec sleep 1000", CLUSTERED);
        Path called = folder.resolve("called");
        Path program = Files.writeString(
                folder.resolve("call"),
                "#!/bin/sh\necho \"$@\" >" + called + "\nmv " + called + " " + called + ".done\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster.isDown(new ClusterAuthority.Word.Forbidden("its resource mail waits for a person's answer: may it?"));
        try (GwhaServer gwha = gwha();
                Monitor _ = monitor(gwha, "word", "notify = " + program)) {
            journal.await("post.dom is left alone: its resource mail waits for a person's answer: may it?");
            Waiting.until("a person is told", () -> Files.exists(folder.resolve("called.done")));
            assertThat(folder.resolve("called.done")).content().startsWith("post.dom left alone its resource mail");
        }
    }

    @Test
    void anotherMonitorIsToldByGwha() throws Exception {
        agents.define("post.dom", "exec sleep 1000", CLUSTERED);
        cluster.says(new ClusterAuthority.Word.Planned("its resource mail is in maintenance"));
        try (GwhaServer gwha = gwha();
                Monitor _ = monitor(gwha, "word")) {
            journal.await("post.dom is left alone: 451 post.dom is not started now: its resource mail is in");
            cluster.says(new ClusterAuthority.Word.Forbidden("its resource mail is on n3"));
            journal.await("post.dom is left alone: 553 post.dom is not started: its resource mail is on n3");
            cluster.says(new ClusterAuthority.Word.Permitted());
            journal.await("post.dom was started and does not answer at port 1");
        }
    }

    @Test
    void anAgentOfAResourceIsMonitoredAtItsAddress() throws Exception {
        agents.define("post.dom", "exit 0", "ports = 7181\nresource = mail\naddress = 10.0.0.20\n");
        WatchedAgent plain = read("", Optional.of("w")).agents().getFirst();
        assertThat(plain.host()).isEqualTo("10.0.0.20");
        assertThat(plain.probe().target()).isEqualTo("tcp://10.0.0.20:7181");
        assertThat(plain.resource()).contains("mail");
        WatchedAgent own = read("[post.dom]\nprobe = http://10.0.0.20:7181/\n", Optional.of("w"))
                .agents()
                .getFirst();
        assertThat(own.host()).isEqualTo("10.0.0.20");
        assertThat(own.resource()).contains("mail");

        agents.define("dom", "exit 0", "ports = 7100\nresource = web\n");
        assertThatThrownBy(() -> read("", Optional.of("w"))).hasMessageContaining("add address =");
        agents = new AgentFolder(folder);
        agents.define("gwia", "exit 0", "resource = web\naddress = 10.0.0.21\n");
        assertThatThrownBy(() -> read("", Optional.of("w"))).hasMessageContaining("add ports =");
    }

    @Test
    void aWrongPasswordIsToldAsSuch() throws Exception {
        agents.define("post.dom", "exec sleep 1000", "");
        try (GwhaServer gwha = gwha();
                Monitor monitor = monitor(gwha, "other")) {
            journal.await("cannot be started: gwha lets 'gwha' not in");
            assertThat(monitor.history("post.dom")).isNotEmpty();
        }
    }

    private MonitorSettings read(String lines, Optional<String> password) throws Exception {
        return new MonitorFile(file(lines), agents.file(), Optional.of("gwha"), password, Optional.empty()).read();
    }

    @Test
    void aFileThatSomebodyNamedMustBeThere() {
        MonitorFile named = new MonitorFile(
                folder.resolve("none.conf"), agents.file(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(named::read)
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("there is no file " + folder.resolve("none.conf"));
    }

    @Test
    void whatTheFileSaysIsUnderstood() throws Exception {
        agents.define("post.dom", "exit 0", "ports = 7181\nready = 300\nwait = 20\nafter = dom\n[dom]\nserver = /x\n");

        MonitorSettings here = read("", Optional.of("w"));
        assertThat(here.agents()).extracting(WatchedAgent::name).containsExactly("dom", "post.dom");
        assertThat(here.agents().get(1).probe().target()).isEqualTo("tcp://127.0.0.1:7181");
        assertThat(here.agents().get(1).poll()).isEqualTo(Duration.ofMinutes(2));
        assertThat(here.threads()).isEqualTo(20);
        assertThat(here.web().map(ConsoleSettings::address))
                .contains(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 8200));

        MonitorSettings there = read(
                "hapoll = 60\nweb = no\n[nmma]\nhost = 192.0.2.5\nprobe = http://192.0.2.5:8313/\npoll = 15",
                Optional.of("w"));
        // One section takes nobody out of sight.
        assertThat(there.agents()).extracting(WatchedAgent::name).containsExactly("dom", "post.dom", "nmma");
        assertThat(there.agents())
                .last()
                .satisfies(agent -> assertThat(agent.poll()).isEqualTo(Duration.ofSeconds(15)));
        assertThat(there.web()).isEmpty();
    }

    @Test
    void aSectionCompletesAnAgentAndOnlyAWordLeavesItOut() throws Exception {
        agents.define(
                "post.dom",
                "exit 0",
                "ports = 7181\nready = 300\nwait = 20\nafter = dom\n[dom]\nserver = /x\n[nmma]\nserver = /y\n");
        WatchedAgent post = read("hapoll = 60\n[post.dom]\npoll = 7\n", Optional.of("w"))
                .agents()
                .get(1);
        assertThat(post.poll()).isEqualTo(Duration.ofSeconds(7));
        assertThat(post.after()).containsExactly("dom");
        assertThat(post.probe().target()).isEqualTo("tcp://127.0.0.1:7181");
        assertThat(post.patience()).isEqualTo(Duration.ofSeconds(300 + 20 + 50));
        assertThat(read("[nmaa]\nprobe = tcp://h:1\nready = 100", Optional.of("w"))
                        .agents())
                .extracting(agent -> agent.name() + " " + agent.patience().toSeconds())
                .containsExactly("dom 90", "post.dom 370", "nmma 90", "nmaa 160");

        assertThat(read("[post.dom]\nmonitor = no\n", Optional.of("w")).agents())
                .extracting(agent -> agent.name() + " " + agent.poll().toSeconds())
                .containsExactly("dom 120", "nmma 15");
        assertThat(read("local = no\n[post.dom]\nresponse = 5, 9\n[nmaa]\nprobe = tcp://h:1", Optional.of("w"))
                        .agents())
                .extracting(agent -> agent.name() + " " + agent.poll().toSeconds())
                .containsExactly("post.dom 120", "nmaa 15");
        assertThatThrownBy(() -> read("local = no\n", Optional.of("w"))).hasMessageContaining("nothing to monitor");
    }

    @Test
    void personsAreToldInEachWayThatTheFileNames() throws Exception {
        agents.define("post.dom", "exit 0", "");
        MonitorSettings settings = read("""
                notify = /bin/true
                mail = root, a@example.org
                sendmail = /bin/true
                webhook = https://h/secret
                trap = snmp://secret@h2
                """, Optional.of("w"));

        assertThat(settings.tellers())
                .extracting(Teller::name)
                .containsExactly("/bin/true", "mail to root, a@example.org", "the webhook at h", "traps to h2");
    }

    @Test
    void whatTheFileCannotMeanIsTold() throws Exception {
        agents.define("post.dom", "exit 0", "");
        for (List<String> fault : List.of(
                List.of("[nmma]\nhost = h", "line 2: [nmma] has no probe"),
                List.of("[nmma]\nprobe = gopher://x", "line 3: probe takes tcp://"),
                List.of("[nmma]\nprobe = http://a:secret9@h/", "line 3: the monitor logs in nowhere"),
                List.of("interval = 3", "line 2: [monitor] has no key 'interval'"),
                List.of("[a]\nprobe = tcp://h:1\nexpect = x", "line 4: expect is looked for on a status page"),
                List.of(
                        "[a]\nprobe = http://h/\nlimits = 1, 2",
                        "line 4: limits are those of value =, which is missing"),
                List.of("[a]\nprobe = http://h/\nexpect = (", "line 4: expect = ( cannot be used: Unclosed group"),
                List.of("[a]\nprobe = http://h/\nvalue = x", "it needs one group in parentheses"),
                List.of("[a]\nprobe = http://h/\nvalue = /x[", "value = /x[ cannot be used: it is none of the paths"),
                List.of("[a]\nprobe = http://h/\nresponse = 5", "response takes two numbers"),
                List.of("[a]\nprobe = http://h/\nresponse = 5, fast", "response takes two numbers"),
                List.of("hassl = yes\nhaca = /nonexistent", "the certificates in /nonexistent cannot be read"),
                List.of("[a]\nprobe = http://h/\nca = /x", "line 4: ca says who issues the certificate"),
                List.of("[a]\nprobe = https://h/\nca = /nonexistent", "/nonexistent cannot be read"),
                List.of("web = 8200", "ADDRESS:PORT"),
                List.of("web-key = /x", "line 2: web-key goes with web-cert =, which is missing"),
                List.of("web-password-file = /x", "line 2: web-password-file goes with web-user ="),
                List.of("web-user = a:b\nweb-password-file = /x", "a name with a colon"),
                List.of("web-user = a\nweb-password-file = /nonexistent", "/nonexistent cannot be read"),
                List.of("web-key = /nonexistent\nweb-cert = /nonexistent", "correct it in [monitor] of"),
                List.of("notify = /etc/passwd", "line 2: notify takes the full path of a program"),
                List.of("notify = true", "full path"),
                List.of("mail = root, -be", "line 2: mail takes addresses with commas between, not '-be'"),
                List.of("mail = root\nsendmail = /nonexistent", "line 3: sendmail takes the full path"),
                List.of("webhook = file:///etc/passwd", "webhook takes https://HOST/PATH"),
                List.of("trap = 10.0.0.1", "trap takes snmp://COMMUNITY@HOST"),
                List.of("trap = snmp://a@h\ntrap-root = 2.25.1", "line 3: trap-root takes"),
                List.of("[a]\nprobe = tcp://h:1\nafter = b", "line 4: there is no agent 'b' in this file or gwha.conf"),
                List.of("[a]\nprobe = tcp://h:1\nafter = a", "line 4: 'after' goes round in a circle: [a] and a"),
                List.of(
                        "[b]\nprobe = tcp://h:1\n[a]\nprobe = tcp://h:1\nafter = c\n[c]\nprobe = tcp://h:1\nafter = a",
                        "line 6: 'after' goes round in a circle: [a, c] and a"),
                List.of("hassl = yes", "hacert is missing"))) {
            assertThatThrownBy(() -> read(fault.getFirst(), Optional.of("w")))
                    .isInstanceOf(ConfigurationFault.class)
                    .hasMessageContaining(fault.getLast());
        }
        assertThatThrownBy(() -> read("", Optional.empty())).hasMessageContaining("--hapassword-file");
        Path word = Files.writeString(folder.resolve("word"), "w\n");
        for (String others : List.of("rw-r--r--", "rw----r--", "rw-r-----")) {
            Files.setPosixFilePermissions(word, PosixFilePermissions.fromString(others));
            assertThatThrownBy(() -> read("hapassword-file = " + word, Optional.empty()))
                    .as(others)
                    .hasMessageContaining("chmod 600 " + word);
        }
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-------"));
        assertThat(read("hapassword-file = " + word, Optional.empty()).gwha()).isPresent();
    }
}
