package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.StandInDaemon.resource;
import static orion.cli.StandInDaemon.seen;
import static orion.cli.StandInDaemon.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.StatusData.ResourceData;

/// The commands that change something: what they ask for, how they wait, how they fail.
final class OrderCommandsTest {
    private @TempDir Path directory = Path.of("");

    /// Shows one state of `web` after the other, the last one for ever, and grants every order.
    private StandInDaemon daemon(ResourceData... states) throws IOException {
        Deque<ResourceData> left = new ArrayDeque<>(List.of(states));
        return StandInDaemon.in(directory, request -> {
            if (!request.verb().equals("status")) {
                return ControlReply.done("granted");
            }
            ResourceData now = left.size() > 1 ? left.removeFirst() : left.getFirst();
            return seen(status(now));
        });
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory.toString()).run(words);
    }

    @Test
    void onlineWaitsUntilTheResourceRuns() throws Exception {
        try (StandInDaemon daemon = daemon(
                resource("web", "Offline", "", 1, ""),
                resource("web", "Loading", "node2", 1, "online"),
                resource("web", "Running", "node2", 2, "online"))) {
            assertThat(run("online", "web")).isEqualTo(new Outcome(0, "web is Running on node2\n", ""));
            assertThat(daemon.orders()).containsExactly(new ControlRequest("online", List.of("web")));
        }
    }

    @Test
    void onlineOnANodeMeansThatNode() throws Exception {
        try (StandInDaemon daemon =
                daemon(resource("web", "Running", "node2", 1, ""), resource("web", "Running", "node3", 2, ""))) {
            assertThat(run("online", "web", "node3").output()).isEqualTo("web is Running on node3\n");
            assertThat(daemon.orders()).containsExactly(new ControlRequest("online", List.of("web", "node3")));
        }
    }

    @Test
    void whereNothingIsToBeDoneThatIsSaidAtOnce() throws Exception {
        String sentence = "web already runs on node2; nothing to do";
        try (StandInDaemon daemon = StandInDaemon.in(
                directory,
                request -> request.verb().equals("status")
                        ? seen(status(resource("web", "Running", "node2", 1, "")))
                        : ControlReply.done(sentence))) {
            Outcome said = new Outcome(0, sentence + "\n", "");
            assertThat(run("online", "web")).isEqualTo(said);
            assertThat(run("online", "web", "node2")).isEqualTo(said);
            assertThat(run("migrate", "web", "node2")).isEqualTo(said);
            assertThat(daemon.orders())
                    .as("the cluster itself judges")
                    .extracting(ControlRequest::verb)
                    .containsExactly("online", "online", "migrate");
        }
    }

    @Test
    void aComatoseResourceEndsTheWaitWithItsReason() throws Exception {
        try (StandInDaemon _ = daemon(
                resource("web", "Offline", "", 1, ""),
                resource("web", "Comatose", "node2", 1, "could not be loaded on node2: exit 1"))) {
            Outcome outcome = run("online", "web");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.errors())
                    .isEqualTo("orion: web is Comatose: could not be loaded on node2: exit 1; repair it, then"
                            + " 'orion offline web' and 'orion online web'.\n");
        }
    }

    @Test
    void anOldComaIsNotTakenForANewOne() throws Exception {
        ResourceData old = resource("web", "Comatose", "node2", 1, "exit 1");
        try (StandInDaemon _ = daemon(
                old, old, resource("web", "Unloading", "node2", 1, "offline"), resource("web", "Offline", "", 1, ""))) {
            assertThat(run("offline", "web")).isEqualTo(new Outcome(0, "web is Offline\n", ""));
        }
    }

    @Test
    void whoWaitsInVainIsToldWhatWasSeenLast() throws Exception {
        try (StandInDaemon _ = daemon(resource("web", "Unassigned", "", 1, "no preferred node is up"))) {
            Outcome outcome = run("online", "web", "--wait", "1");

            assertThat(outcome.exitCode()).isEqualTo(4);
            assertThat(outcome.errors())
                    .isEqualTo(
                            "orion: after 1 s it is not done yet and goes on; last seen: web is Unassigned (no preferred"
                                    + " node is up).\n");
        }
    }

    @Test
    void withoutWaitingTheAnswerIsTheDaemons() throws Exception {
        try (StandInDaemon _ = daemon(resource("web", "Offline", "", 1, ""))) {
            assertThat(run("online", "web", "--no-wait").output()).isEqualTo("granted\n");
            assertThat(run("online", "web", "--no-wait", "--wait", "3").exitCode())
                    .isEqualTo(2);
            assertThat(run("online", "web", "--wait", "0").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void migrateNeedsANodeThatExists() throws Exception {
        try (StandInDaemon daemon =
                daemon(resource("web", "Running", "node2", 1, ""), resource("web", "Running", "node3", 2, ""))) {
            assertThat(run("migrate", "web").exitCode()).isEqualTo(2);
            assertThat(run("migrate", "web", "node9").errors())
                    .isEqualTo(
                            "orion: there is no node 'node9' in cluster mail; 'orion status' lists those there are.\n");
            assertThat(run("migrate", "wbe", "node3").exitCode()).isEqualTo(1);
            assertThat(daemon.orders()).isEmpty();
            assertThat(run("migrate", "web", "node3").exitCode()).isZero();
        }
    }

    @Test
    void aPersonAtATerminalSeesProgress() throws Exception {
        try (StandInDaemon _ = daemon(
                resource("web", "Offline", "", 1, ""),
                resource("web", "Loading", "node2", 1, "online"),
                resource("web", "Running", "node2", 2, "online"))) {
            Outcome outcome = new CommandRun()
                    .atTerminal("")
                    .with("ORION_DIR", directory.toString())
                    .run("online", "web");

            assertThat(outcome.errors())
                    .containsPattern("web is Loading on node2 \\(online\\) \\([0-9]+ s\\)")
                    .endsWith("\u001b[K");
        }
    }

    @Test
    void aRefusalIsToldAsItIs() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(
                directory,
                request -> request.verb().equals("status")
                        ? seen(status(resource("web", "Running", "node2", 1, "")))
                        : ControlReply.refused("web is loading; wait for it"))) {
            for (String[] words : List.of(
                    new String[] {"offline", "web"},
                    new String[] {"delete", "web"},
                    new String[] {"token"},
                    new String[] {"leave"},
                    new String[] {"join"},
                    new String[] {"down", "--yes"},
                    new String[] {"node", "remove", "node1"},
                    new String[] {"maintenance", "on"},
                    new String[] {"maintenance", "off", "--node", "node1"},
                    new String[] {"fence", "--yes", "node1"},
                    new String[] {"confirm-off", "--yes", "node1"})) {
                assertThat(run(words)).isEqualTo(new Outcome(1, "", "orion: web is loading; wait for it.\n"));
            }
        }
    }

    @Test
    void leaveWaitsUntilTheNodeIsOutAndJoinUntilItIsIn() throws Exception {
        boolean[] out = {false};
        try (StandInDaemon daemon = StandInDaemon.in(directory, request -> {
            if (request.verb().equals("status")) {
                return out[0] ? ControlReply.refused("node2 is not in the cluster") : seen(status());
            }
            out[0] = request.verb().equals("leave");
            return ControlReply.done("granted");
        })) {
            assertThat(run("leave").output())
                    .isEqualTo("this node is no longer a member of the cluster; 'orion resources' on another node tells"
                            + " where its resources run\n");
            assertThat(run("join").output())
                    .isEqualTo("node2 is a member of cluster mail, generation 7, master node3\n");
            assertThat(daemon.orders()).extracting(ControlRequest::verb).containsExactly("leave", "join");
        }
    }

    @Test
    void nobodyIsAskedToBeSureAboutANodeThatDoesNotExist() throws Exception {
        try (StandInDaemon daemon = StandInDaemon.in(directory, _ -> seen(status()))) {
            for (String verb : List.of("confirm-off", "fence")) {
                assertThat(atTerminal("yes\n").run(verb, "node9"))
                        .isEqualTo(
                                new Outcome(
                                        1,
                                        "",
                                        "orion: there is no node 'node9' in cluster mail; 'orion status' lists those there are.\n"));
            }
            assertThat(daemon.orders()).isEmpty();
        }
    }

    @Test
    void whatCannotBeTakenBackIsAskedAtATerminalAndElsewhereNeedsYes() throws Exception {
        boolean[] out = {false};
        try (StandInDaemon daemon = StandInDaemon.in(directory, request -> {
            out[0] |= request.verb().equals("down");
            return !request.verb().equals("status")
                    ? ControlReply.done("granted")
                    : out[0] ? ControlReply.refused("out") : seen(status());
        })) {
            for (String[] words : List.of(
                    new String[] {"confirm-off", "node1"}, new String[] {"fence", "node1"}, new String[] {"down"})) {
                int before = daemon.orders().size();
                Outcome no = atTerminal("no\n").run(words);
                assertThat(no.exitCode()).isEqualTo(1);
                assertThat(no.errors()).contains("Type 'yes' to go on:", "; answer 'yes' or add --yes.\n");

                Outcome alone = run(words);
                assertThat(alone.exitCode()).isEqualTo(1);
                assertThat(alone.errors())
                        .contains(", for there is no terminal to ask at: ", "; add --yes if that is meant.\n");
                assertThat(daemon.orders()).hasSize(before);

                assertThat(atTerminal("yes\n").run(words).exitCode()).isZero();
                assertThat(daemon.orders()).hasSize(before + 1);
                out[0] = false;
                String[] sure = Arrays.copyOf(words, words.length + 1);
                sure[words.length] = "--yes";
                assertThat(run(sure).exitCode()).isZero();
                assertThat(daemon.orders()).hasSize(before + 2);
            }
        }
    }

    private CommandRun atTerminal(String typed) {
        return new CommandRun().atTerminal(typed).with("ORION_DIR", directory.toString());
    }

    @Test
    void applySendsTheFileAndItsName() throws Exception {
        Path file = Files.writeString(
                directory.resolve("web.yaml"), "resources: {web: {parts: [{service: {unit: nginx.service}}]}}\n");
        try (StandInDaemon daemon = daemon(resource("web", "Running", "node2", 1, ""))) {
            assertThat(run("apply", "-f", file.toString())).isEqualTo(new Outcome(0, "granted\n", ""));
            assertThat(daemon.orders())
                    .containsExactly(new ControlRequest("apply", List.of(Files.readString(file), file.toString())));
        }
    }

    @Test
    void aDryRunAsksWhatTheClusterWouldSay() throws Exception {
        Path good = Files.writeString(
                directory.resolve("web.yaml"), "resources: {web: {parts: [{service: {unit: nginx.service}}]}}\n");
        try (StandInDaemon daemon = StandInDaemon.in(directory, request -> ControlReply.done("web created"))) {
            assertThat(run("apply", "-f", good.toString(), "--dry-run"))
                    .isEqualTo(new Outcome(
                            0, good + " is good; nothing was changed; without --dry-run:\n  web created\n", ""));
            assertThat(daemon.orders())
                    .containsExactly(new ControlRequest("check", List.of(Files.readString(good), good.toString())));
        }
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> ControlReply.refused("web prefers node9"))) {
            assertThat(run("apply", "-f", good.toString(), "--dry-run"))
                    .isEqualTo(new Outcome(1, "", "orion: web prefers node9.\n"));
        }
        Outcome nobody = run("apply", "-f", good.toString(), "--dry-run");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.errors())
                .startsWith("orion: " + good + " is good by itself, but nobody can tell whether the cluster would take"
                        + " it: there is no node in " + directory);
    }

    @Test
    void whatIsWrongWithAFileIsToldWithoutAskingAnybody() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "resources:\n  web: {colour: red}\n");
        assertThat(run("apply", "-f", bad.toString()).errors())
                .startsWith("orion: " + bad + ", line 2: resources.web: 'colour' is not known here")
                .hasLineCount(1);

        assertThat(run("apply", "-f", directory + "/none.yaml"))
                .isEqualTo(new Outcome(
                        1, "", "orion: there is no file " + directory + "/none.yaml; name another one with -f.\n"));
        Files.write(directory.resolve("latin1"), new byte[] {(byte) 0xe4});
        assertThat(run("apply", "-f", directory + "/latin1").errors()).contains("is not text in UTF-8");
        Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
        assertThat(run("apply", "-f", directory + "/large").errors()).contains("more than 1048576 bytes");
        assertThat(new CommandRun()
                        .input("resources: 3\n")
                        .run("apply", "-f", "-")
                        .errors())
                .startsWith("orion: standard input, line 1: resources:");
    }
}
