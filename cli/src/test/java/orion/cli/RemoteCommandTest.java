package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.security.NodeIdentity;

/// The command line of somebody elsewhere: a real daemon is asked over HTTPS, and only who proves that it is of the
/// cluster is told the token.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RemoteCommandTest {
    private static final String SERVICE = """
            resources:
              web:
                parts:
                  - service: {command: [/bin/sleep, '100000']}
            """;
    private static final String NO_TOKEN = "orion_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private @TempDir Path folder = Path.of("");

    private Path node() {
        return folder.resolve("node");
    }

    private Path remote() {
        return folder.resolve("remote");
    }

    private String authority() {
        return node().resolve("identity/ca.crt").toString();
    }

    private static String must(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private String atNode(String... words) {
        return must(new CommandRun().with("ORION_DIR", node().toString()).run(words));
    }

    private Outcome elsewhere(String... words) {
        return new CommandRun().with("ORION_DIR", remote().toString()).run(words);
    }

    /// Makes the directory of somebody elsewhere.
    private Outcome make(String token, String authority, String... servers) {
        List<String> words = new ArrayList<>(List.of("remote", "--ca", authority));
        for (String server : servers) {
            words.addAll(List.of("--server", server));
        }
        return new CommandRun()
                .with("ORION_DIR", remote().toString())
                .input(token + "\n")
                .run(words.toArray(String[]::new));
    }

    /// Starts a daemon that serves the API there.
    private OrionProcess.Daemon serve(String at) throws Exception {
        must(new CommandRun().run(OrionProcess.init(node(), folder.resolve("board"))));
        Files.writeString(node().resolve("node.properties"), "api=" + at + "\n", StandardOpenOption.APPEND);
        OrionProcess.Daemon daemon = OrionProcess.usual().daemon(node());
        long end = System.nanoTime() + 60_000_000_000L;
        while (!atNode("events", "-n", "100").contains("the API is served at")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        return daemon;
    }

    @Test
    void allThatIsAskedAtTheNodeCanBeAskedFromElsewhere() throws Exception {
        String at = "127.0.0.1:" + OrionProcess.freePort();
        String nobody = "127.0.0.1:" + OrionProcess.freePort();
        try (OrionProcess.Daemon _ = serve(at)) {
            String token = atNode("access", "add", "night", "--role", "administrator,script-author");

            assertThat(must(make(token, authority(), "node7@" + nobody, "node1@" + at)))
                    .isEqualTo("cluster harbour answers; 'orion --dir " + remote() + " status' asks it\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(remote())))
                    .isEqualTo("rwx------");
            assertThat(must(elsewhere("status", "--json"))).contains("\"cluster\":\"harbour\"");

            String file = Files.writeString(folder.resolve("web.yaml"), SERVICE).toString();
            assertThat(must(elsewhere("apply", "-f", file))).isEqualTo("edit 3: web created\n");
            must(elsewhere("online", "web", "--wait", "60"));
            assertThat(must(elsewhere("explain", "web"))).contains("node1");
            assertThat(must(elsewhere("export"))).isEqualTo(atNode("export"));
            assertThat(must(elsewhere("history"))).contains("token night");
            assertThat(elsewhere("delete", "web").errors()).contains("offline");
            assertThat(atNode("events", "-n", "100"))
                    .contains("token night at 127.0.0.1 asked for 'online web': done")
                    .doesNotContain(token.strip());

            String viewer = atNode("access", "add", "guest", "--role", "viewer");
            must(make(viewer, authority(), at));
            assertThat(elsewhere("offline", "web").errors()).contains("token guest lacks the role operator");
            atNode("access", "remove", "guest");
            Outcome gone = elsewhere("status");
            assertThat(gone.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(gone.errors()).contains("is not one of this cluster, or no longer (" + at + " says so)");
            aboutOneNodeIsForItsOwnHost(authority(), token, at);
        }
        Outcome nobodyThere = elsewhere("status");
        assertThat(nobodyThere.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(nobodyThere.errors())
                .contains("no node of the cluster of " + remote() + " can be asked: " + at + " does not answer");
    }

    /// Whichever node answers must not be meant by that.
    private void aboutOneNodeIsForItsOwnHost(String authority, String token, String at) throws IOException {
        must(make(token, authority, at));
        for (String verb : List.of("leave", "join")) {
            assertThat(elsewhere(verb).errors()).contains("'" + verb + "' is about one node");
        }
        assertThat(elsewhere("events", "-f").errors()).contains("events are followed on a node");
        assertThat(new CommandRun()
                        .run(OrionProcess.init(remote(), folder.resolve("board2")))
                        .errors())
                .contains("stands for a cluster elsewhere");
        assertThat(must(elsewhere("status", "--json"))).contains("\"member\":true");
        assertThat(must(elsewhere("down", "--yes"))).contains("all resources stop, then all nodes leave");
    }

    /// A node of the cluster `harbour` that is played, on a free port.
    private HttpsServer played(String name, AtomicInteger asked) throws IOException {
        // Without an answer.
        return played(name, asked, _ -> {});
    }

    private HttpsServer played(String name, AtomicInteger asked, HttpHandler answer) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                NodeIdentity.createCluster(Files.createDirectory(folder.resolve(name)), "harbour", name)
                        .serverContext()));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.incrementAndGet();
            answer.handle(exchange);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String at(HttpsServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String authorityOf(String name) {
        return folder.resolve(name).resolve("identity/ca.crt").toString();
    }

    @Test
    void whoCannotProveToBeMeantIsNotToldTheToken() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsServer server = played("n1", asked);
        HttpsServer other = played("n2", asked);
        try {
            Outcome foreign = make(NO_TOKEN, authorityOf("n2"), "n1@" + at(server));
            assertThat(foreign.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(foreign.errors())
                    .contains("n1@" + at(server) + " does not prove that it is a node of this cluster");
            Outcome another = make(NO_TOKEN, authorityOf("n1"), "n2@" + at(server));
            assertThat(another.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(another.errors()).contains("n2@" + at(server) + " is another node");
            assertThat(asked).hasValue(0);
            assertThat(remote()).doesNotExist();
        } finally {
            server.stop(0);
            other.stop(0);
        }
    }

    @Test
    void whatMayHaveBeenDoneIsAskedOfNobodyElse() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsServer server = played("n1", asked);
        try {
            RemoteDirectory.write(known(NO_TOKEN, "n1@" + at(server), at(server)));
            Outcome lost = elsewhere("rollback", "1", "--json");
            assertThat(lost.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(lost.errors()).contains("n1@" + at(server) + " broke off", "whether it was done is not known");
            assertThat(asked).hasValue(1);

            Outcome unseen = elsewhere("status");
            assertThat(unseen.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(unseen.errors()).contains("n1@" + at(server) + " broke off", ", " + at(server) + " broke off");
            assertThat(asked)
                    .as("what changes nothing is asked of the next one")
                    .hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    private RemoteCluster known(String token, String... servers) throws IOException {
        return new RemoteCluster(
                remote(),
                Stream.of(servers).map(RemoteServer::parse).toList(),
                Files.readString(Path.of(authorityOf("n1"))),
                token);
    }

    @Test
    void aNodeWithTheNameOfTheHostIsNotTakenForAnother() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsServer server = played("localhost", asked);
        try {
            String at = "n1@localhost:" + server.getAddress().getPort();
            assertThat(make(NO_TOKEN, authorityOf("localhost"), at).errors()).contains(at + " is another node");
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aNodeThatIsBusyIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsServer server = played("n1", asked, exchange -> {
            byte[] words = "{\"error\":\"this node makes answers for 8 others\"}".getBytes(StandardCharsets.UTF_8);
            if (asked.get() == 1) {
                exchange.sendResponseHeaders(429, words.length);
                exchange.getResponseBody().write(words);
            } else {
                byte[] done = "{\"done\":true,\"text\":\"kept\",\"events\":[]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, done.length);
                exchange.getResponseBody().write(done);
            }
        });
        try {
            RemoteDirectory.write(known(NO_TOKEN, "n1@" + at(server)));
            assertThat(must(elsewhere("confirm", "7"))).isEqualTo("kept\n");
            assertThat(asked).hasValue(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatMakesNoSenseIsToldAndNothingIsWritten() throws Exception {
        String certificate =
                Files.writeString(folder.resolve("ca.crt"), "no certificate").toString();
        String none = folder.resolve("none").toString();

        assertThat(make(NO_TOKEN, certificate, "node1@127.0.0.1:1").errors())
                .contains("the certificate of the cluster's authority is none");
        assertThat(make(NO_TOKEN, none, "node1@127.0.0.1:1").errors()).contains("the file " + none + " cannot be read");
        assertThat(make("hunter2", certificate, "node1@127.0.0.1:1").errors())
                .contains("the input holds no token")
                .doesNotContain("hunter2");
        for (String server : List.of("node1", "node1@host:0", "node1@host:70000", "https://node1:7025", "a b:1", "")) {
            assertThat(make(NO_TOKEN, certificate, server).errors())
                    .as(server)
                    .contains("--server '" + server + "' is not a node and where it serves the API");
        }
        assertThat(remote()).doesNotExist();
        assertThat(new CommandRun()
                        .input(NO_TOKEN)
                        .run("remote", "--ca", certificate, "--server", "node1@127.0.0.1:1")
                        .errors())
                .contains("name the directory to make with --dir");

        Files.createDirectory(remote());
        assertThat(make(NO_TOKEN, certificate, "node1@127.0.0.1:1").errors())
                .contains(remote() + " is there already and holds something else");
        must(new CommandRun().run(OrionProcess.init(node(), folder.resolve("board"))));
        assertThat(new CommandRun()
                        .input(NO_TOKEN)
                        .run("remote", "--dir", node().toString(), "--ca", certificate, "--server", "n1@127.0.0.1:1")
                        .errors())
                .contains(node() + " is the directory of a node");
    }

    @Test
    void aTokenThatOthersCanReadIsNotUsed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpsServer server = played("n1", asked);
        try {
            RemoteDirectory.write(known(NO_TOKEN, "n1@" + at(server)));
            Files.setPosixFilePermissions(remote().resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(elsewhere("status").errors())
                    .contains("is open to other users")
                    .doesNotContain(NO_TOKEN);
            Files.setPosixFilePermissions(remote().resolve("token"), PosixFilePermissions.fromString("rw-------"));
            Files.writeString(remote().resolve("token"), NO_TOKEN + "\nmore\n");
            assertThat(elsewhere("status").errors()).contains("holds no token").doesNotContain(NO_TOKEN);
            Files.setPosixFilePermissions(remote(), PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(elsewhere("status").errors()).contains(remote() + " is open to other users");
            Files.setPosixFilePermissions(remote(), PosixFilePermissions.fromString("rwx------"));
            Files.delete(remote().resolve("token"));
            assertThat(elsewhere("status").errors()).contains("there is no " + remote().resolve("token"));
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerIsWrittenAsItIsRead() {
        for (String server : List.of("node1@10.0.0.11:7025", "node1@[fd00::11]:7025", "cluster.example.org:443")) {
            assertThat(RemoteServer.parse(server)).asString().isEqualTo(server);
        }
    }
}
