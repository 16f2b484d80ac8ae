package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;

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
        assertThat(new CommandRun()
                        .run(OrionProcess.init(directory(), folder.resolve("board")))
                        .exitCode())
                .isZero();
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
            refused("there is no node node9 that was ever in cluster harbour", "confirm-off", "node9", "--yes");

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
            refused("node node1 is not a member of cluster harbour at present", "leave");

            assertThat(run("status").exitCode()).isZero();
            assertThat(run("status").output())
                    .startsWith("Cluster harbour\nThis node node1 [ left the cluster at 20")
                    .endsWith("Z: it left in order; 'orion join' brings it back ]\n");

            assertThat(run("join").exitCode()).isZero();
            assertThat(run("online", "web").output()).isEqualTo("web is Running on node1\n");
            StatusData back = ControlClient.of(directory()).status();
            assertThat(back.resources()).extracting(ResourceData::name).containsExactly("web");
            assertThat(run("view").output()).contains("Cluster nodes [ node1 ]");
        }
    }
}
