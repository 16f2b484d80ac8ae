package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.NodeBlockCodec;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;
import orion.node.board.BoardDevice;
import orion.node.board.BoardException;
import orion.node.daemon.NodeSettings;
import orion.node.security.NodeIdentity;

/// Commands that make no sense, given to a real daemon: told in one sentence, and nothing changes.
final class RealDaemonTest {
    private @TempDir Path folder = Path.of("");

    private Path directory() {
        return folder.resolve("node");
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory().toString()).run(words);
    }

    private void refused(String sentence, String... words) {
        Outcome outcome = run(words);
        assertThat(outcome.exitCode()).as("%s", List.of(words)).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).startsWith("orion: ").contains(sentence).hasLineCount(1);
    }

    /// What the daemon itself says, without what the command line checks before.
    private void daemonRefuses(String sentence, String verb, String... words) throws CommandFailure {
        ControlReply reply = ControlClient.of(directory()).ask(verb, List.of(words));
        assertThat(reply.done()).as(verb).isFalse();
        assertThat(reply.text()).contains(sentence);
    }

    private List<ResourceData> resources() throws CommandFailure {
        return ControlClient.of(directory()).status().resources();
    }

    private OrionProcess.Daemon start() throws Exception {
        return start(OrionProcess.init(directory(), folder.resolve("board")));
    }

    private OrionProcess.Daemon start(String... init) throws Exception {
        Outcome made = new CommandRun().run(init);
        assertThat(made.exitCode()).as(made.errors()).isZero();
        OrionProcess.Daemon daemon = OrionProcess.usual().daemon(directory());
        Path file = Files.writeString(
                folder.resolve("web.yaml"),
                "resources: {web: {parts: [{service: {command: [/bin/sleep, '100000']}}]}}\n");
        assertThat(run("apply", "-f", file.toString()).exitCode()).isZero();
        assertThat(run("online", "web").exitCode()).isZero();
        return daemon;
    }

    @Test
    void whatDoesNotExistIsRefusedAndNothingChanges() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            List<ResourceData> before = resources();
            String resource = "there is no resource 'wbe' in cluster harbour; 'orion resources' lists";
            refused(resource, "resources", "wbe");
            refused(resource, "online", "wbe");
            refused(resource, "offline", "wbe");
            refused(resource, "migrate", "wbe", "node1");
            refused("there is no resource wbe; 'orion resources' lists", "delete", "wbe");
            String node = "there is no node 'node9' in cluster harbour; 'orion status' lists";
            refused(node, "online", "web", "node9");
            refused(node, "migrate", "web", "node9");
            refused("there is no node 'node9' in cluster harbour", "confirm-off", "node9", "--yes");
            refused("there is no node 'node9' in cluster harbour", "fence", "node9", "--yes");
            refused("a node does not fence itself", "fence", "node1", "--yes");

            daemonRefuses("there is no resource wbe; 'orion resources' lists", "online", "wbe");
            daemonRefuses("there is no resource wbe; 'orion resources' lists", "offline", "wbe");
            daemonRefuses("there is no resource wbe; 'orion resources' lists", "migrate", "wbe", "node1");
            daemonRefuses("there is no node node9 in cluster harbour; 'orion view' lists", "online", "web", "node9");
            daemonRefuses("there is no node node9 in cluster harbour; 'orion view' lists", "migrate", "web", "node9");

            assertThat(resources()).isEqualTo(before);
            assertThat(ControlClient.of(directory()).status().nodes()).hasSize(1);
        }
    }

    @Test
    void aScriptWithoutExecutePermissionIsRefusedAndNothingChanges() throws Exception {
        Path script = Files.writeString(folder.resolve("unload"), "#!/bin/sh\n");
        Path file = Files.writeString(
                folder.resolve("mail.yaml"),
                "resources: {mail: {parts: [{script: {load: /bin/true, unload: " + script + "}}]}}\n");
        try (OrionProcess.Daemon _ = start()) {
            List<ResourceData> before = resources();
            String sentence = "resource mail: " + script + " has no execute permission; run on every node: chmod +x";
            refused(sentence, "apply", "-f", file.toString());
            refused(sentence, "apply", "--dry-run", "-f", file.toString());
            assertThat(resources()).isEqualTo(before);

            assertThat(script.toFile().setExecutable(true)).isTrue();
            assertThat(run("apply", "-f", file.toString()).exitCode()).isZero();
        }
    }

    @Test
    void aBoardOfAnotherClusterIsNoticedBeforeTheClusterIsAsked() throws Exception {
        Path second = folder.resolve("second");
        Path foreign = folder.resolve("foreign");
        String[] another = OrionProcess.init(folder.resolve("another"), foreign);
        assertThat(new CommandRun().run(another).exitCode()).isZero();
        String address = List.of(another).get(List.of(another).indexOf("--address") + 1);
        try (OrionProcess.Daemon _ = start()) {
            String token = run("token").output().lines().toList().getLast().strip();
            Outcome refused = new CommandRun().run(enroll(token, second, address, foreign));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains("the white board at " + foreign + " belongs to another cluster")
                    .hasLineCount(1);
            assertThat(second).doesNotExist();
            assertThat(ControlClient.of(directory()).status().nodes()).hasSize(1);

            Outcome taken = new CommandRun().run(enroll(token, second, address, folder.resolve("board")));
            assertThat(taken.errors()).isEmpty();
            assertThat(taken.exitCode()).isZero();
        }
    }

    private static String[] enroll(String token, Path directory, String address, Path board) {
        return new String[] {
            "enroll",
            token,
            "--dir",
            directory.toString(),
            "--node",
            "node2",
            "--address",
            address,
            "--board",
            board.toString()
        };
    }

    @Test
    void aPortThatIsInUseKeepsTheDaemonFromStarting() throws Exception {
        List<String> words = List.of(OrionProcess.init(directory(), folder.resolve("board")));
        assertThat(new CommandRun().run(words.toArray(String[]::new)).exitCode())
                .isZero();
        int port = Integer.parseInt(words.get(words.indexOf("--address") + 1).substring("127.0.0.1:".length()));
        String[] node = {
            "node",
            "--dir",
            directory().toString(),
            "--run",
            folder.resolve("run").toString(),
            "--fence",
            "kill"
        };
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (DatagramSocket _ = new DatagramSocket(port, loopback)) {
            Outcome outcome = OrionProcess.usual().run(node);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .isEqualTo("orion: UDP port " + port + " of 127.0.0.1 is in use by another program; stop that"
                            + " program ('ss -lunp' names it) or take another port.");
        }
        try (ServerSocket _ = new ServerSocket(port, 1, loopback)) {
            Outcome outcome = OrionProcess.usual().run(node);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors()).startsWith("orion: TCP port " + port + " of 127.0.0.1 is in use");
        }
        assertThat(directory().resolve("orion.sock")).doesNotExist();
    }

    @Test
    void aSecondDaemonOfTheSameNodeNamesTheFirstAndChangesNothing() throws Exception {
        try (OrionProcess.Daemon first = start()) {
            Path lock = directory().resolve("daemon.lock");
            String holder = first.process().pid() + "\n";
            assertThat(lock).hasContent(holder);
            for (String run : List.of("run", "another")) {
                Outcome second = OrionProcess.usual()
                        .run(
                                "node",
                                "--dir",
                                directory().toString(),
                                "--run",
                                directory().resolve(run).toString(),
                                "--fence",
                                "kill");
                assertThat(second.errors())
                        .contains("the node of the directory " + directory() + " is already running, process "
                                + first.process().pid());
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(lock).hasContent(holder);
            }
            assertThat(run("status").exitCode()).isZero();
        }
    }

    @Test
    void aNodeThatWasInUseIsNotEmptiedOnTheBoardUnasked() throws Exception {
        // For two heartbeats it is looked who writes to the board.
        try (OrionProcess.Daemon _ = start(OrionProcess.init(directory(), folder.resolve("board"), 1_000))) {
            refused("node 1 is configured, as node1 of cluster harbour", "sbd", "init", "--node", "1");
            refused("add --yes if that is meant", "sbd", "init", "--node", "1");
            assertThat(run("sbd", "init", "--node", "7").output()).isEqualTo("node 7 is emptied\n");
            assertThat(run("sbd", "init", "--slot", "7").output()).isEqualTo("slot 7 was empty already\n");

            NodeIdentity identity = NodeIdentity.load(directory());
            NodeSettings settings = NodeSettings.read(directory());
            CountDownLatch enough = new CountDownLatch(1);
            try (BoardDevice board =
                    BoardDevice.open(settings.boards().getFirst(), settings.cluster(), identity.boardKey())) {
                Thread writer = Thread.ofPlatform().start(() -> writeUntil(enough, board));
                refused("node 7 writes to the board at this moment", "sbd", "init", "--node", "7");
                enough.countDown();
                writer.join();
            }
            assertThat(run("sbd", "init", "--node", "7", "--yes").exitCode()).isZero();
        }
    }

    private static void writeUntil(CountDownLatch enough, BoardDevice board) {
        NodeBlock block = new NodeBlock(
                new Member(new NodeId(7), 1), 1, Generation.NONE, Ballot.NONE, new TreeSet<>(), true, false);
        try {
            do {
                board.cycle(7, ByteBuffer.wrap(NodeBlockCodec.encode(block)));
            } while (!enough.await(5, TimeUnit.MILLISECONDS));
        } catch (BoardException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void aLostNodeIsRemovedAndAnotherServerTakesItsName() throws Exception {
        Path second = folder.resolve("second");
        try (OrionProcess.Daemon _ = start()) {
            refused("node1 is a member of cluster harbour; take it out first", "node", "remove", "node1");
            refused("there is no node node9 in cluster harbour", "node", "remove", "node9");
            assertThat(enrolled(second, "node2").number()).isEqualTo(2);
            try (OrionProcess.Daemon removed = OrionProcess.usual().daemon(second)) {
                refused("node2 is a member of cluster harbour", "node", "remove", "node2");
                assertThat(new CommandRun()
                                .run("leave", "--dir", second.toString())
                                .exitCode())
                        .isZero();
                awaitGone("node2");
                assertThat(run("confirm-off", "node2", "--yes").output())
                        .isEqualTo("node2 is not in the cluster and holds nothing; nothing to do\n");
                removeWhenSilent("node2");
                assertThat(ControlClient.of(directory()).status().nodes()).hasSize(1);

                assertThat(new CommandRun()
                                .run("join", "--dir", second.toString())
                                .exitCode())
                        .as("nobody knows it any more")
                        .isNotZero();
                assertThat(removed.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(removed.process().exitValue()).isEqualTo(1);
            }
            assertThat(enrolled(folder.resolve("third"), "node2").number())
                    .as("a number that no node ever had")
                    .isEqualTo(3);
            try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(folder.resolve("third"))) {
                assertThat(run("view").output()).contains("Cluster nodes [ node1, node2 ]");
            }
        }
    }

    /// Waits until the daemon knows that a node is out and holds nothing.
    private void awaitGone(String node) throws CommandFailure {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        StatusData status = ControlClient.of(directory()).status();
        while (status.nodes().stream().anyMatch(known -> known.name().equals(node) && known.member())
                || status.warnings().stream().anyMatch(warning -> warning.startsWith(node))) {
            assertThat(System.nanoTime()).as("still there: %s", status).isLessThan(end);
            status = ControlClient.of(directory()).status();
        }
    }

    /// What it said before it left may still be in the cluster's ears.
    private void removeWhenSilent(String node) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        Outcome outcome = run("node", "remove", node);
        while (outcome.errors().contains("the daemon of " + node + " runs: it was heard here")) {
            assertThat(System.nanoTime()).as("still heard: %s", outcome).isLessThan(end);
            outcome = run("node", "remove", node);
        }
        assertThat(outcome.output())
                .startsWith("edit ")
                .endsWith(": " + node + " is removed from cluster harbour; 'orion token' lets a server in that takes"
                        + " its place\n");
    }

    private NodeId enrolled(Path place, String name) throws Exception {
        String token = run("token").output().strip();
        Outcome outcome = new CommandRun()
                .run(enroll(token, place, "127.0.0.1:" + OrionProcess.freePort(), folder.resolve("board")));
        assertThat(outcome.errors()).isEmpty();
        assertThat(NodeSettings.read(place).name()).isEqualTo(name);
        return NodeSettings.read(place).node();
    }

    @Test
    void aNodeThatHasLeftRefusesSaysWhatItKnowsAndComesBackUnchanged() throws Exception {
        try (OrionProcess.Daemon _ = start()) {
            assertThat(run("leave").exitCode()).isZero();

            for (String[] words : List.of(
                    new String[] {"online", "web"},
                    new String[] {"offline", "web"},
                    new String[] {"migrate", "web", "node1"},
                    new String[] {"resources"},
                    new String[] {"down", "--yes"},
                    new String[] {"confirm-off", "node1", "--yes"})) {
                refused("node node1 is not in the cluster at the moment; 'orion join' lets it in", words);
            }
            refused("node node1 is not in the cluster at the moment and could let nobody in", "token");
            refused("node node1 is not a member of cluster harbour at present", "delete", "web");
            assertThat(run("leave"))
                    .isEqualTo(new Outcome(0, "node node1 has left cluster harbour already; nothing to do\n", ""));

            assertThat(run("status").exitCode()).isZero();
            assertThat(run("status").output())
                    .startsWith("Cluster harbour\nThis node node1 [ left the cluster at 20")
                    .endsWith("Z: it left in order; 'orion join' brings it back ]\n");

            assertThat(run("join").exitCode()).isZero();
            // It may have come up by itself before anybody could ask for it.
            assertThat(run("online", "web").exitCode()).isZero();
            assertThat(resources())
                    .extracting(web -> web.name() + " is " + web.state() + " on " + web.node())
                    .containsExactly("web is Running on node1");
            StatusData back = ControlClient.of(directory()).status();
            assertThat(back.resources()).extracting(ResourceData::name).containsExactly("web");
            assertThat(run("view").output()).contains("Cluster nodes [ node1 ]");
        }
    }
}
