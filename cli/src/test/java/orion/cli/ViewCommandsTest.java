package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.cli.StandInDaemon.resource;
import static orion.cli.StandInDaemon.seen;
import static orion.cli.StandInDaemon.status;
import static orion.cli.StandInDaemon.told;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.EventData;
import orion.node.api.StatusData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;

/// The commands that show something: what people read, what programs read.
final class ViewCommandsTest {
    private static final String ESCAPE = "\u001b[";
    private @TempDir Path directory = Path.of("");

    private static ControlReply answer(ControlRequest request) {
        if (request.verb().equals("events")) {
            return told(
                    new EventData("", 1, "2026-01-01T00:00:00Z", "node2", "MEMBERSHIP", "node1 joined"),
                    new EventData("", 2, "2026-01-01T00:00:01Z", "node2", "RESOURCE", "web runs\non node3"));
        }
        return seen(status(
                resource("web", "Running", "node3", 2, "node1 failed"),
                resource("mail_with_a_long_name", "Comatose", "", 1, "load script failed: exit 3")));
    }

    private Outcome run(CommandRun run, String... words) throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(directory, ViewCommandsTest::answer)) {
            return run.with("ORION_DIR", directory.toString()).run(words);
        }
    }

    private Outcome run(String... words) throws Exception {
        return run(new CommandRun(), words);
    }

    @Test
    void viewHasTheThreeLinesOfOldAndTheWarnings() throws Exception {
        assertThat(run("view")).isEqualTo(new Outcome(0, """
                        Cluster mail
                        This node node2 [ epoch 7 master node node3 ]
                        Cluster nodes [ node2, node3 ]
                        Warning: no watchdog: start the daemon with --watchdog
                        """, ""));
    }

    @Test
    void resourcesAreATableThatFitsItsColumns() throws Exception {
        assertThat(run("resources").output()).isEqualTo("""
                        Name                   State     Node   Lives  Reason
                        web                    Running   node3  2      node1 failed
                        mail_with_a_long_name  Comatose  -      1      load script failed: exit 3
                        """);
    }

    @Test
    void onANarrowScreenTheReasonGivesWayExceptWhereAPersonNeedsIt() throws Exception {
        CommandRun narrow = new CommandRun().atTerminal("").with("COLUMNS", "62");
        assertThat(run(narrow, "resources").output())
                .endsWith("Comatose  -      1\n  load script failed: exit 3\n")
                .contains("Lives  Reason\n")
                .hasLineCount(4);

        CommandRun narrower = new CommandRun().atTerminal("").with("COLUMNS", "50");
        assertThat(run(narrower, "resources").output())
                .endsWith("Comatose  -      1\n  load script failed: exit 3\n")
                .doesNotContain("Reason", "node1 failed");

        CommandRun narrowest = new CommandRun().atTerminal("").with("COLUMNS", "20");
        assertThat(run(narrowest, "resources").output()).endsWith("\n  load script\n  failed: exit 3\n");
    }

    @Test
    void whatWaitsForProofSaysSo() throws Exception {
        ResourceData waits = new ResourceData(
                "web",
                "Loading",
                "node3",
                2,
                true,
                "",
                List.of("node3"),
                "started on node3",
                List.of("node1"),
                false,
                "",
                "",
                "");
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> seen(status(waits)))) {
            CommandRun run = new CommandRun().with("ORION_DIR", directory.toString());
            assertThat(run.run("resources").output())
                    .contains("web   Loading  node3  2      waiting for proof that node1 is gone\n")
                    .doesNotContain("started");
            assertThat(run.run("status").output()).contains("waiting for proof that node1 is gone\n");
            assertThat(run.run("resources", "--json").output()).contains("\"awaitsProofOf\":[\"node1\"]");
        }
    }

    @Test
    void anOrderThatWaitsStandsBesideTheState() throws Exception {
        ResourceData loading = new ResourceData(
                "web", "Loading", "node3", 2, false, "", List.of(), "started on node3", List.of(), false, "", "", "");
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> seen(status(loading)))) {
            CommandRun run = new CommandRun().with("ORION_DIR", directory.toString());
            assertThat(run.run("resources").output())
                    .contains("web   Loading, then offline  node3  2      started on node3\n");
            assertThat(run.run("resources", "--json").output()).contains("\"state\":\"Loading\"", "\"wanted\":false");
        }
    }

    @Test
    void oneResourceCanBeAskedFor() throws Exception {
        assertThat(run("resources", "web").output()).hasLineCount(2).contains("web ");

        Outcome unknown = run("resources", "wbe");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.errors())
                .isEqualTo(
                        "orion: there is no resource 'wbe' in cluster mail; 'orion resources' lists those there are.\n");
    }

    @Test
    void statusShowsNodesBoardAndResources() throws Exception {
        assertThat(run("status").output())
                .contains(
                        "Heartbeat 200 ms, tolerance 1500 ms, lease 812 ms left, start quorum 2: resources may load\n",
                        "Protocol level 1, the highest that this node speaks\n",
                        "Watchdog /dev/watchdog (a board), resets this host after 600 ms\n",
                        "Board /dev/board: healthy, 1234 cycles, typically 0.4 ms, 99 % within 1.2 ms, longest 8.8 ms\n",
                        "Warning: no watchdog",
                        "node1  1       10.0.0.1:7023  out             99000 ms  -      -         -\n",
                        "node2  2       10.0.0.2:7023  member          -         -      ok, 4 ms  3 ms\n",
                        "node3  3       10.0.0.3:7023  member, master  120 ms    133 %  ok, 6 ms  700 ms: garbage collection\n",
                        "web                    Running");
    }

    @Test
    void aResourceOfASilentNodeIsMarkedWhileTheNodeIsNotOut() throws Exception {
        StatusData seen = status(resource("web", "Running", "node3", 2, "node1 failed"));
        List<NodeData> silent = seen.nodes().stream()
                .map(node -> node.name().equals("node3")
                        ? new NodeData(
                                3,
                                "node3",
                                node.address(),
                                true,
                                true,
                                false,
                                3_210,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                node.worstGapMillis(),
                                node.fencing())
                        : node)
                .toList();
        try (StandInDaemon _ =
                StandInDaemon.in(directory, request -> StandInDaemon.seen(with(seen, 2, true, silent)))) {
            CommandRun run = new CommandRun().with("ORION_DIR", directory.toString());
            String row = "web   Running (node silent 3.2 s)  node3  2      node1 failed\n";
            assertThat(run.run("resources").output()).contains(row);
            assertThat(run.run("status").output())
                    .contains(row)
                    .contains("node3  3       10.0.0.3:7023  member, master  3210 ms   133 %  -         -\n");
            assertThat(run.run("status", "--json").output())
                    .contains("\"silentMillis\":3210,\"worstGapMillis\"")
                    .contains("\"boardHealthy\":true");
        }
    }

    private static StatusData with(StatusData seen, int quorum, boolean reached, List<NodeData> nodes) {
        return new StatusData(
                seen.cluster(),
                seen.node(),
                seen.standing(),
                seen.member(),
                seen.level(),
                seen.highestLevel(),
                seen.epoch(),
                seen.master(),
                reached,
                quorum,
                seen.leaseMillis(),
                seen.toleranceMillis(),
                seen.heartbeatMillis(),
                seen.watchdog(),
                seen.watchdogMillis(),
                seen.warnings(),
                seen.maintenance(),
                seen.trial(),
                seen.board(),
                nodes,
                seen.resources());
    }

    private String quorumLine(int quorum, boolean reached, int nodes) throws Exception {
        StatusData seen = status();
        StatusData shown = with(seen, quorum, reached, seen.nodes().subList(0, nodes));
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> StandInDaemon.seen(shown))) {
            String output = new CommandRun()
                    .with("ORION_DIR", directory.toString())
                    .run("status")
                    .output();
            return output.lines()
                    .filter(line -> line.startsWith("Heartbeat"))
                    .findFirst()
                    .orElse(output);
        }
    }

    @Test
    void theQuorumSaysThatItCountsAtTheStartAndWhenFewerNodesAreConfigured() throws Exception {
        assertThat(quorumLine(2, true, 3)).endsWith(", start quorum 2: resources may load");
        assertThat(quorumLine(2, false, 3)).endsWith(", start quorum 2: waited for");
        assertThat(quorumLine(2, true, 1))
                .endsWith(", start quorum 2 (1, for no more is configured): resources may load");
        assertThat(quorumLine(3, true, 2))
                .endsWith(", start quorum 3 (2, for no more are configured): resources may load");
    }

    @Test
    void programsGetJson() throws Exception {
        assertThat(run("view", "--json").output())
                .startsWith("{\"cluster\":\"mail\",\"node\":\"node2\"")
                .hasLineCount(1);
        assertThat(run("resources", "web", "--json").output())
                .startsWith("[{\"name\":\"web\",\"state\":\"Running\"")
                .hasLineCount(1);
        assertThat(run("events", "--json").output())
                .startsWith("{\"id\":\"\",\"number\":1,\"time\":\"2026-01-01T00:00:00Z\"")
                .hasLineCount(2);
    }

    @Test
    void eventsAreOneLineEach() throws Exception {
        assertThat(run("events", "-n", "2").output()).isEqualTo("""
                2026-01-01T00:00:00Z node2 MEMBERSHIP node1 joined
                2026-01-01T00:00:01Z node2 RESOURCE web runs; on node3
                """);
        assertThat(run("events", "-n", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void coloursAreForTerminalsThatWantThem() throws Exception {
        CommandRun person =
                new CommandRun().atTerminal("").with("TERM", "xterm").with("COLUMNS", "80");
        assertThat(run(person, "resources").output()).contains(ESCAPE + "32mRunning" + ESCAPE + "0m");

        assertThat(run("resources").output()).doesNotContain(ESCAPE);
        CommandRun plain = new CommandRun().atTerminal("").with("TERM", "xterm").with("NO_COLOR", "1");
        assertThat(run(plain, "status").output()).doesNotContain(ESCAPE);
        CommandRun dumb = new CommandRun().atTerminal("").with("TERM", "dumb");
        assertThat(run(dumb, "status").output()).doesNotContain(ESCAPE);
    }

    @Test
    void theDirectoryMayStandBeforeOrBehindTheVerb() throws Exception {
        try (StandInDaemon _ = StandInDaemon.in(directory, ViewCommandsTest::answer)) {
            assertThat(new CommandRun()
                            .run("--dir", directory.toString(), "view")
                            .exitCode())
                    .isZero();
            assertThat(new CommandRun()
                            .run("view", "--dir", directory.toString())
                            .exitCode())
                    .isZero();
            assertThat(new CommandRun()
                            .calledBy("cluster")
                            .with("ORION_DIR", directory.toString())
                            .run("view")
                            .output())
                    .startsWith("Cluster mail\n");
        }
    }

    @Test
    void withoutADaemonItSaysHowToStartIt() throws Exception {
        Files.createFile(directory.resolve("node.properties"));
        Outcome outcome =
                new CommandRun().with("ORION_DIR", directory.toString()).run("view");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        3,
                        "",
                        "orion: the daemon of %1$s does not answer; start it with 'orion node --dir %1$s'.\n"
                                .formatted(directory)));
    }

    @Test
    void withoutANodeItSaysSoAndHowToMakeOne() {
        Path nowhere = directory.resolve("nowhere");
        for (Path place : List.of(directory, nowhere)) {
            Outcome outcome = new CommandRun().run("view", "--dir", place.toString());

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            3,
                            "",
                            ("orion: there is no node in %s; name the directory of one with --dir, or make one with"
                                            + " 'orion init' (a new cluster) or 'orion enroll' (a further node).\n")
                                    .formatted(place)));
        }
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void aNodeThatHasLeftShowsWhatItKnows() throws Exception {
        StatusData left = StandInDaemon.left("left the cluster at noon: it left in order; 'orion join' brings it back");
        ControlReply reply = new ControlReply(false, "node2 is not in the cluster", Optional.of(left), List.of());
        try (StandInDaemon _ = StandInDaemon.in(directory, request -> reply)) {
            CommandRun run = new CommandRun().with("ORION_DIR", directory.toString());
            Outcome shown = new Outcome(0, """
                    Cluster mail
                    This node node2 [ left the cluster at noon: it left in order; 'orion join' brings it back ]
                    """, "");
            assertThat(run.run("status")).isEqualTo(shown);
            assertThat(run.run("view")).isEqualTo(shown);
            assertThat(run.run("status", "--json").output()).contains("\"member\":false");
            assertThat(run.run("resources")).isEqualTo(new Outcome(1, "", "orion: node2 is not in the cluster.\n"));
        }
    }

    @Test
    void aDaemonThatEndsOrTalksNonsenseIsToldApart() throws Exception {
        try (StandInDaemon _ = StandInDaemon.raw(directory, request -> "")) {
            Outcome outcome =
                    new CommandRun().with("ORION_DIR", directory.toString()).run("view");
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.errors()).contains("ended before it answered").hasLineCount(1);
        }
        try (StandInDaemon _ = StandInDaemon.raw(directory, request -> "hello\n")) {
            Outcome outcome =
                    new CommandRun().with("ORION_DIR", directory.toString()).run("view");
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.errors()).contains("not understood").hasLineCount(1);
        }
    }

    @Test
    void aNodeOutsideTheClusterIsAFailureWithItsSentence() throws Exception {
        try (StandInDaemon _ =
                StandInDaemon.in(directory, request -> ControlReply.refused("node2 is not in the cluster"))) {
            Outcome outcome =
                    new CommandRun().with("ORION_DIR", directory.toString()).run("view");
            assertThat(outcome).isEqualTo(new Outcome(1, "", "orion: node2 is not in the cluster.\n"));
        }
    }
}
