package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.cli.supervisor.NodeAuthority;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;
import orion.node.api.StatusData.ResourceData;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.ClusterAuthority.Word;

/// On a node of a cluster an agent is started only where its resource is loaded, as the daemon of that node says
/// over its real socket.
@Tag("root")
final class ClusteredAgentsTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("/nonexistent");

    @BeforeEach
    void define() throws IOException {
        file = folder.resolve("gwha.conf");
        Path program = Files.writeString(folder.resolve("gwpoa"), "#!/bin/sh\nexec sleep 1000\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(file, """
                [gwha]
                run = %1$s/run
                log = %1$s/log

                [post.dom]
                server = %1$s/gwpoa
                resource = post
                delay = 0
                """.formatted(folder));
    }

    @AfterEach
    void stop() {
        assertThat(run("stop", "post.dom").exitCode()).isZero();
    }

    private Outcome run(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--config";
        all[words.length + 1] = file.toString();
        return new CommandRun()
                .calledBy("grpwise")
                .with("ORION_DIR", folder.toString())
                .run(all);
    }

    private StandInDaemon daemon(ResourceData... resources) throws IOException {
        return StandInDaemon.in(
                folder,
                request -> request.verb().equals("status")
                        ? StandInDaemon.seen(StandInDaemon.status(resources))
                        : ControlReply.done("it moves"));
    }

    private static ResourceData post(String state, String node) {
        return StandInDaemon.resource("post", state, node, 3, "so");
    }

    private static ResourceData changed(ResourceData resource, boolean wanted, String moveTo, boolean maintenance) {
        return new ResourceData(
                resource.name(),
                resource.state(),
                resource.node(),
                resource.lives(),
                wanted,
                moveTo,
                resource.nodes(),
                resource.reason(),
                resource.awaitsProofOf(),
                maintenance,
                resource.alert(),
                resource.question(),
                resource.upSince());
    }

    private ClusterAuthority authority() {
        return new NodeAuthority(folder);
    }

    private void refused(String words) {
        Outcome outcome = run("start", "post.dom");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors()).contains("post.dom is not started", words);
        assertThat(run("status", "post.dom").exitCode()).isEqualTo(3);
    }

    @Test
    void whereItsResourceIsLoadedItIsStarted() throws Exception {
        for (String state : List.of("Running", "Loading")) {
            try (StandInDaemon _ = daemon(post(state, "node2"))) {
                assertThat(run("start", "post.dom").errors()).isEmpty();
                assertThat(run("status", "post.dom").exitCode()).isZero();
                assertThat(run("stop", "post.dom").exitCode()).isZero();
            }
        }
    }

    @Test
    void anywhereElseItIsRefused() throws Exception {
        try (StandInDaemon _ = daemon(post("Running", "node3"))) {
            refused("its resource post is Running on node3, not loaded on this node, node2;"
                    + " 'orion migrate post node2' moves it here");
        }
        for (String state : List.of("Offline", "Unassigned", "Comatose", "Quorum Wait")) {
            try (StandInDaemon _ = daemon(post(state, ""))) {
                refused("its resource post is " + state + ", not loaded on this node");
            }
        }
        try (StandInDaemon _ = daemon(post("Comatose", "node2"))) {
            refused("its resource post is Comatose on node2, not loaded on this node");
        }
        try (StandInDaemon _ = daemon(post("Unloading", "node2"))) {
            refused("its resource post is being unloaded on this node");
        }
        try (StandInDaemon _ = daemon(StandInDaemon.resource("mail", "Running", "node2", 1, ""))) {
            refused("there is no resource 'post' in cluster mail, which has mail; correct resource =");
        }
    }

    @Test
    void withoutALeaseNothingIsStarted() throws Exception {
        StatusData seen = StandInDaemon.status(post("Running", "node2"));
        StatusData late = new StatusData(
                seen.cluster(),
                seen.node(),
                seen.standing(),
                true,
                seen.level(),
                seen.highestLevel(),
                seen.epoch(),
                seen.master(),
                true,
                seen.quorum(),
                0,
                seen.toleranceMillis(),
                seen.heartbeatMillis(),
                seen.watchdog(),
                seen.watchdogMillis(),
                List.of(),
                List.of(),
                seen.trial(),
                seen.board(),
                seen.nodes(),
                seen.resources());
        try (StandInDaemon _ = StandInDaemon.in(folder, request -> StandInDaemon.seen(late))) {
            refused("this node, node2, has no lease and may hold no resource at present");
        }
    }

    @Test
    void aDaemonThatCannotTellAllowsNothing() throws Exception {
        refused("this host is no node of a cluster, none is in " + folder);
        Files.writeString(folder.resolve("node.properties"), "");
        try (StandInDaemon _ = StandInDaemon.raw(folder, request -> "nonsense\n")) {
            refused("gave an answer that is not understood");
        }
        try (StandInDaemon _ = StandInDaemon.raw(folder, request -> "")) {
            refused("ended before it answered");
        }
        try (StandInDaemon _ = StandInDaemon.in(
                folder, request -> ControlReply.refused("node node2 is not in the cluster at the moment"))) {
            refused("node node2 is not in the cluster at the moment");
        }
        try (StandInDaemon _ =
                StandInDaemon.in(folder, request -> StandInDaemon.seen(StandInDaemon.left("has left")))) {
            refused("there is no resource 'post'");
        }
    }

    @Test
    void whatIsPlannedStopsProgramsAndNoPerson() throws Exception {
        ResourceData running = post("Running", "node2");
        for (ResourceData planned : List.of(
                changed(running, true, "", true),
                changed(running, false, "", false),
                changed(running, true, "node3", false))) {
            try (StandInDaemon _ = daemon(planned)) {
                assertThat(authority().onStart("post", Asker.PROGRAM)).isInstanceOf(Word.Planned.class);
                assertThat(authority().onStart("post", Asker.PERSON)).isEqualTo(new Word.Permitted());
                assertThat(authority().whyDown("post")).containsInstanceOf(Word.Planned.class);
            }
        }
        try (StandInDaemon _ = daemon(post("Loading", "node2"))) {
            assertThat(authority().onStart("post", Asker.PROGRAM))
                    .isEqualTo(new Word.Planned("its resource post is Loading on node2"));
        }
        try (StandInDaemon _ = daemon(running)) {
            assertThat(authority().onStart("post", Asker.PROGRAM)).isEqualTo(new Word.Permitted());
            assertThat(authority().whyDown("post")).isEmpty();
        }
        try (StandInDaemon _ = daemon(post("Loading", "node3"), StandInDaemon.resource("b", "Comatose", "", 1, ""))) {
            assertThat(authority().whyDown("post")).contains(new Word.Planned("its resource post is Loading on node3"));
            assertThat(authority().whyDown("b")).isEmpty();
        }
        // Nobody planned that too few nodes are there.
        try (StandInDaemon _ = daemon(post("Quorum Wait", ""))) {
            assertThat(authority().whyDown("post")).isEmpty();
        }
        assertThat(new NodeAuthority(folder.resolve("nobody")).whyDown("post"))
                .as("where no daemon is")
                .isEmpty();
    }

    @Test
    void aResourceThatWaitsForAnAnswerIsNothingPlanned() throws Exception {
        ResourceData asking = new ResourceData(
                "post",
                "Alert",
                "",
                1,
                true,
                "",
                List.of("node2", "node3"),
                "node1 is gone",
                List.of(),
                false,
                "failover",
                "may it be loaded on node2? 'orion alert post yes' does it",
                "");
        String question = "its resource post waits for a person's answer: may it be loaded on node2?"
                + " 'orion alert post yes' does it";
        try (StandInDaemon _ = daemon(asking)) {
            assertThat(authority().whyDown("post")).contains(new Word.Forbidden(question));
            assertThat(authority().onStart("post", Asker.PROGRAM)).isEqualTo(new Word.Forbidden(question));
            refused(question);
        }
        try (StandInDaemon _ = daemon(changed(asking, true, "", true))) {
            assertThat(authority().whyDown("post")).contains(new Word.Planned("its resource post is in maintenance"));
        }
    }

    @Test
    void aMoveIsWaitedForUntilTheClusterHasAgreed() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (StandInDaemon _ = StandInDaemon.in(folder, request -> {
            if (request.verb().equals("status")) {
                return StandInDaemon.seen(StandInDaemon.status(post("Running", "node2")));
            }
            try {
                // Longer than anybody may wait who holds the agent's lock.
                assertThat(never.await(3_500, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return ControlReply.done("it moves");
        })) {
            assertThat(authority().move("post")).isEmpty();
        }
    }

    @Test
    void itMovesToTheNextOfItsNodesThatIsUp() throws Exception {
        try (StandInDaemon daemon = daemon(post("Running", "node2"))) {
            assertThat(authority().move("post")).isEmpty();
            assertThat(daemon.orders()).singleElement().satisfies(order -> {
                assertThat(order.verb()).isEqualTo("migrate");
                assertThat(order.words()).containsExactly("post", "node3");
            });
        }
        for (String elsewhere : List.of("node3", "")) {
            try (StandInDaemon daemon = daemon(post("Loading", elsewhere))) {
                assertThat(authority().move("post"))
                        .isEqualTo(Optional.of("it is " + (elsewhere.isEmpty() ? "Loading" : "Loading on node3")
                                + " by now, not on this node"));
                assertThat(daemon.orders()).isEmpty();
            }
        }
        ResourceData onlyHere = new ResourceData(
                "post", "Running", "node2", 1, true, "", List.of("node1", "node2"), "", List.of(), false, "", "", "");
        try (StandInDaemon daemon = daemon(onlyHere)) {
            assertThat(authority().move("post")).isEqualTo(Optional.of("no other node of it is up"));
            assertThat(daemon.orders()).isEmpty();
        }
    }
}
