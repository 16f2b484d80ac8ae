package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentFolder;
import orion.supervisor.agent.Told;
import orion.supervisor.configuration.AgentDefinition;

/// What goes wrong on a mail host ends with the agent running again, or with one sentence that says why not.
/// Accounts and the small file system exist only in a mount namespace, so each scene is a process of its own.
@Tag("root")
final class MailHostTest {
    @TempDir
    private Path folder;

    private static final String SET_UP = """
            set -e
            cd "$1"
            shift
            for file in passwd shadow; do cp /etc/$file $file; done
            hash=$(openssl passwd -6 right)
            for account in gwha late; do echo "$account:x:60001:65534::/:/usr/sbin/nologin" >>passwd; done
            echo "gwha:$hash:20000:0:99999:7:::" >>shadow
            echo "late:$hash:10000:0:99999:7::10001:" >>shadow
            for file in passwd shadow; do mount --bind $file /etc/$file; done
            mkdir small
            mount -t tmpfs -o size=4m,mode=755 none small
            for name in gwha other; do
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=x \\
                    -keyout $name.key -out $name.crt 2>&1
            done
            exec "$@"
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whatIsKilledRunsAgain",
                "whatHangsRunsAgain",
                "aForeignProgramAtItsPortIsNamed",
                "whatAnswersRubbishIsRestarted",
                "aFullDiskIsNamedAndOvercome",
                "whoMayNotLogInIsToldWhy",
                "twoMonitorsDoNotDisturbEachOther"
            })
    void onAMailHost(String scene) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("set-up.sh"), SET_UP);
        Process process = new ProcessBuilder(List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        folder + "/set-up.sh",
                        folder.toString(),
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Inside.class.getName(),
                        scene,
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("the scene is over");
    }

    /// Runs inside the namespace.
    static final class Inside {
        private final MailHost host;

        private Inside(MailHost host) {
            this.host = host;
        }

        public static void main(String[] words) throws Exception {
            MailHost host = new MailHost(Path.of(words[1]));
            try {
                new Inside(host).play(words[0]);
            } finally {
                host.end();
            }
            System.out.println("the scene is over");
        }

        private void play(String scene) throws Exception {
            switch (scene) {
                case "whatIsKilledRunsAgain" -> killed();
                case "whatHangsRunsAgain" -> hung();
                case "aForeignProgramAtItsPortIsNamed" -> foreignProgram();
                case "whatAnswersRubbishIsRestarted" -> rubbish();
                case "aFullDiskIsNamedAndOvercome" -> fullDisk();
                case "whoMayNotLogInIsToldWhy" -> strangers();
                case "twoMonitorsDoNotDisturbEachOther" -> twoMonitors();
                default -> throw new IllegalArgumentException("there is no scene " + scene);
            }
        }

        private Map<String, Told> allUp() throws Exception {
            for (String agent : MailHost.ALL) {
                host.start(agent);
            }
            host.gwha("gwha");
            return awaitUp(host.monitor("gwha", "right"));
        }

        private static Map<String, Told> awaitUp(Map<String, Told> said) throws InterruptedException {
            for (Told one : said.values()) {
                one.await(" is up: ");
            }
            return said;
        }

        private static Told told(Map<String, Told> said, String agent) {
            return Objects.requireNonNull(said.get(agent));
        }

        private Map<String, Long> mains() throws Exception {
            Map<String, Long> mains = new TreeMap<>();
            for (String agent : MailHost.ALL) {
                mains.put(agent, host.status(agent).pid().orElseThrow());
            }
            return mains;
        }

        private void disturbAll(String signal, String seen) throws Exception {
            Map<String, Told> said = allUp();
            Map<String, Long> before = mains();
            for (String agent : MailHost.ALL) {
                host.signal(agent, signal);
            }
            for (Told one : said.values()) {
                one.await(seen);
                one.await("was started: ");
            }
            awaitUp(said);
            for (String agent : MailHost.ALL) {
                assertThat(mains()).as(agent).doesNotContainEntry(agent, before.getOrDefault(agent, 0L));
            }
        }

        private void killed() throws Exception {
            disturbAll("KILL", " is down: ");
        }

        private void hung() throws Exception {
            // They accept connections, in the kernel, and answer nobody.
            disturbAll("STOP", "accepts connections and says nothing for 8 s");
        }

        private void foreignProgram() throws Exception {
            host.gwha("gwha");
            Map<String, Told> said;
            try (ServerSocket foreign =
                    new ServerSocket(host.port(MailHost.MTA), 50, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> answerRubbish(foreign));
                said = host.monitor("gwha", "right");
                Told mta = told(said, MailHost.MTA);
                mta.await("answers 'rubbish'");
                mta.await("cannot be started: 450 another program answers at port " + host.port(MailHost.MTA)
                        + " of dom already; 'ss -ltnp' shows which one; stop it first");
            }
            awaitUp(said);
        }

        private static void answerRubbish(ServerSocket listening) {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    socket.getOutputStream().write("rubbish\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException over) {
                    // The next one, if there is one.
                }
            }
        }

        private void rubbish() throws Exception {
            host.nginx("nginx.pid", "return 503");
            for (String agent : MailHost.ALL) {
                host.start(agent);
            }
            // As after an update that has come to its end meanwhile: the next start is a good one.
            host.nginx("nginx.pid", MailHost.WELL);
            host.gwha("gwha");
            Map<String, Told> said = host.monitor("gwha", "right");
            Told messenger = told(said, MailHost.MESSENGER);
            messenger.await("is down: http://127.0.0.1:" + host.port(MailHost.MESSENGER)
                    + "/ answers 'HTTP/1.1 503 Service Temporarily Unavailable'");
            messenger.await("was started: nmma restarted");
            messenger.await("nmma is up: ");
        }

        private void fullDisk() throws Exception {
            Map<String, Told> said = allUp();
            host.fill(true);
            // Postfix and Dovecot begin without a free byte. nginx does not where it has to note its process anew.
            host.nginx("other.pid", MailHost.WELL);
            for (String agent : MailHost.ALL) {
                host.signal(agent, "KILL");
            }
            told(said, MailHost.MTA).await("dom is up: ");
            told(said, MailHost.POST_OFFICE).await("post.dom is up: ");
            told(said, MailHost.MESSENGER).await("cannot be started: 450 nmma ended at once with exit code 1 (");
            host.fill(false);
            told(said, MailHost.MESSENGER).await("nmma is up: ");
            assertThat(host.folder.resolve("log/nmma.log")).content().contains("No space left on device");
            recordsOnAFullDisk();
        }

        private void recordsOnAFullDisk() throws Exception {
            AgentFolder other = new AgentFolder(Files.createDirectory(host.small.resolve("other")));
            AgentDefinition agent = other.define("gwia", "exec sleep 1000", "");
            assertThat(other.status().running()).isFalse();
            host.fill(true);
            assertThatThrownBy(() -> other.control().start(agent, Asker.PERSON))
                    .hasMessageContaining("for its disk is full; make room there");
            assertThat(other.status().processes()).isEmpty();
            host.fill(false);
            assertThat(other.control().start(agent, Asker.PERSON)).isTrue();
            other.stopAll();
        }

        private void strangers() throws Exception {
            host.gwha("other");
            awaitAll(
                    host.monitor("gwha", "right"),
                    "its certificate is not a known one; is its certificate in hacert =");
            host.endAll();
            host.gwha("gwha");
            awaitAll(
                    host.monitor("late", "right"),
                    "gwha lets 'late' not in: 535 the password is right and the account 'late' may not log in");
            host.endAll();
            Files.delete(host.folder.resolve("run/failed-logins"));
            host.gwha("gwha");
            awaitAll(host.monitor("gwha", "wrong"), "gwha lets 'gwha' not in: 535 the name or the password is wrong");
            host.endAll();
            for (String agent : MailHost.ALL) {
                assertThat(host.status(agent).running()).as(agent).isFalse();
            }
        }

        private static void awaitAll(Map<String, Told> said, String words) throws Exception {
            for (Told one : said.values()) {
                one.await(words);
            }
        }

        /// Either may be the one that sees it and acts; the other may never notice.
        private void twoMonitors() throws Exception {
            allUp();
            awaitUp(host.monitor("gwha", "right"));
            for (String signal : List.of("KILL", "STOP")) {
                Map<String, Long> mains = mains();
                Map<String, Long> starts = starts();
                for (String agent : MailHost.ALL) {
                    host.signal(agent, signal);
                }
                for (String agent : MailHost.ALL) {
                    Waiting.until(
                            agent + " runs again",
                            () -> host.status(agent).pid().orElse(0) > 0
                                    && host.status(agent).pid().orElse(0) != mains.getOrDefault(agent, 0L)
                                    && host.probe(agent).look().sign() == Verdict.Sign.USEFUL);
                }
                host.awaitPolls();
                starts.replaceAll((agent, before) -> before + 1);
                assertThat(starts()).as("one start for each " + signal).isEqualTo(starts);
            }
        }

        private Map<String, Long> starts() throws IOException {
            Map<String, Long> starts = new TreeMap<>();
            for (String agent : MailHost.ALL) {
                starts.put(agent, host.starts(agent));
            }
            return starts;
        }
    }
}
