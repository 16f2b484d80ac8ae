package orion.node.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// Fencing with agents that are scripts of the test, written to the ClusterLabs interface.
final class FencerTest {
    private static final Member VICTIM = new Member(new NodeId(2), 1);
    private static final String PASSWORD = "s3cret-word";

    @TempDir
    private Path folder;

    private final List<String> journal = new CopyOnWriteArrayList<>();

    /// An agent that notes what it reads and what others could see of it, then goes on with these lines.
    private FenceDevice device(String name, int timeoutSeconds, String... rest) throws IOException {
        Path agent = folder.resolve(name);
        Files.writeString(agent, """
                #!/bin/sh
                cat >"%1$s/%2$s.input"
                { tr '\\0' ' ' </proc/$$/cmdline; tr '\\0' ' ' </proc/$$/environ; } >"%1$s/%2$s.seen"
                echo x >>"%1$s/calls.%2$s"
                """.formatted(folder, name) + String.join("\n", rest) + "\n");
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwx------"));
        return new FenceDevice(name, agent.toString(), timeoutSeconds, Map.of("ip", "192.0.2.9", "password", PASSWORD));
    }

    private Fencer fencer(List<List<FenceDevice>> levels) {
        FencePlan plan = new FencePlan(Map.of("n2", new FencePlan.Victim(levels, OptionalLong.empty())));
        return new Fencer("n1", plan, new FenceAgent(_ -> Optional.empty(), "test"), journal::add);
    }

    private boolean fence(Fencer fencer) throws Exception {
        return fencer.fence(VICTIM, "n2", () -> true).get(120, TimeUnit.SECONDS);
    }

    private boolean called(String device) {
        return Files.exists(folder.resolve("calls." + device));
    }

    @Test
    void anAgentGetsItsOptionsOnItsInputAndNowhereElse() throws Exception {
        try (Fencer fencer = fencer(List.of(List.of(device("ipmi", 20))))) {
            assertThat(fence(fencer)).isTrue();
        }
        assertThat(Files.readAllLines(folder.resolve("ipmi.input")))
                .containsExactlyInAnyOrder("ip=192.0.2.9", "password=" + PASSWORD, "nodename=n2", "action=off");
        assertThat(Files.readString(folder.resolve("ipmi.seen")))
                .contains("ipmi")
                .doesNotContain(PASSWORD);
        assertThat(journal)
                .hasSize(1)
                .first()
                .asString()
                .matches("fencing n2 with ipmi \\(level 1\\): off confirmed after [0-9.]+ s");
    }

    @Test
    void aWaitThatIsTooShortToProveAnythingIsTold() throws Exception {
        FencePlan.Victim hasty = new FencePlan.Victim(List.of(List.of(device("a", 20))), OptionalLong.of(1_000));
        FencePlan.Victim patient = new FencePlan.Victim(List.of(List.of(device("b", 20))), OptionalLong.of(3_000));
        FencePlan plan = new FencePlan(Map.of("n2", hasty, "n3", patient));
        try (Fencer fencer = new Fencer("n1", plan, new FenceAgent(_ -> Optional.empty(), "test"), journal::add)) {
            TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
            for (int number = 1; number <= 3; number++) {
                NodeId node = new NodeId(number);
                Endpoint link = new Endpoint("192.0.2." + number, 7023);
                nodes.put(node, new NodeDefinition(node, "n" + number, List.of(link)));
            }
            fencer.begin(new ClusterConfiguration("harbour", 1, Timing.STANDARD, 1, 60, 1, nodes, new TreeMap<>()));
        }
        assertThat(journal)
                .filteredOn(line -> line.startsWith("fencing.yaml"))
                .containsExactly("fencing.yaml has n2 fenced after 1000 ms, and it is after 3000 ms: less than three"
                        + " heartbeats proves nothing; write that, or leave 'after' out");
    }

    @Test
    void theNextLevelIsTriedWhereOneDeviceOfALevelFails() throws Exception {
        FenceDevice good = device("left", 20);
        FenceDevice bad = device("right", 20, "echo cannot reach it with " + PASSWORD, "exit 1");
        try (Fencer fencer = fencer(List.of(List.of(good, bad), List.of(device("second", 20))))) {
            assertThat(fence(fencer)).isTrue();
        }
        assertThat(String.join("\n", journal))
                .contains("with left (level 1): off confirmed")
                .contains("with right (level 1) failed", "exit code 1, saying: cannot reach it with ***")
                .contains("with second (level 2): off confirmed")
                .doesNotContain(PASSWORD);
    }

    @Test
    void theNextLevelIsLeftOutWhereTheFirstTookSoLongThatItIsNotDueAnyMore() throws Exception {
        FenceDevice slow = device("slow", 60, "touch " + folder.resolve("begun"), "exit 1");
        try (Fencer fencer = fencer(List.of(List.of(slow), List.of(device("second", 20))))) {
            assertThat(fencer.fence(VICTIM, "n2", () -> !Files.exists(folder.resolve("begun")))
                            .get(120, TimeUnit.SECONDS))
                    .isFalse();
        }
        assertThat(called("second")).isFalse();
        assertThat(journal).last().asString().startsWith("n2 is not fenced any more");
    }

    @Test
    void nothingIsConfirmedWhereEveryLevelFails() throws Exception {
        try (Fencer fencer = fencer(List.of(List.of(device("left", 20), device("right", 20, "exit 1"))))) {
            assertThat(fence(fencer)).isFalse();
        }
        assertThat(journal).last().asString().startsWith("n2 could not be fenced");
    }

    @Test
    void anAgentThatHangsFailsAndIsKilledWithItsChildren() throws Exception {
        FenceDevice hanging =
                device("hanging", 10, "sleep 600 & echo $! >" + folder.resolve("child"), "echo waiting", "wait");
        try (Fencer fencer = fencer(List.of(List.of(hanging)))) {
            assertThat(fence(fencer)).isFalse();
        }
        assertThat(journal).first().asString().contains("it timed out after 10 s, saying: waiting");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(120, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsOrderedTwiceIsDoneOnce() throws Exception {
        Path go = folder.resolve("go");
        FenceDevice slow = device("slow", 60, "until [ -e " + go + " ]; do sleep 0.05; done");
        try (Fencer fencer = fencer(List.of(List.of(slow)))) {
            var first = fencer.fence(VICTIM, "n2", () -> true);
            var second = fencer.fence(VICTIM, "n2", () -> true);
            Files.createFile(go);
            assertThat(first.get(120, TimeUnit.SECONDS)).isTrue();
            assertThat(second.get(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readAllLines(folder.resolve("calls.slow"))).hasSize(1);
    }

    @Test
    void aMissingAgentIsAFailureThatSaysWhatToDo() throws Exception {
        FenceDevice missing = new FenceDevice("ghost", "fence_of_no_kind", 5, Map.of());
        try (Fencer fencer = fencer(List.of(List.of(missing)))) {
            assertThat(fence(fencer)).isFalse();
        }
        assertThat(journal).first().asString().contains("its agent fence_of_no_kind is not on this host");
    }

    @Test
    void aNodeHasNoDeviceForItself() throws Exception {
        FencePlan plan = new FencePlan(Map.of(
                "n1", new FencePlan.Victim(List.of(List.of(device("own", 5))), OptionalLong.empty())));
        try (Fencer fencer = new Fencer("n1", plan, new FenceAgent(_ -> Optional.empty(), "test"), journal::add)) {
            assertThat(fencer.fence(VICTIM, "n1", () -> true).get(120, TimeUnit.SECONDS))
                    .isFalse();
            assertThat(fencer.state("n1")).isEmpty();
        }
        assertThat(called("own")).isFalse();
    }

    @Test
    void devicesAreCheckedAndOneWhoseHostIsOffWorks() throws Exception {
        FenceDevice off = device("off", 20, "exit 2");
        FenceDevice broken = device("broken", 20, "[ ! -e " + folder.resolve("mended") + " ] || exit 0", "exit 1");
        try (Fencer fencer = fencer(List.of(List.of(off), List.of(broken)))) {
            assertThat(fencer.state("n2")).isEqualTo("off not checked yet; broken not checked yet");
            fencer.check();
            fencer.check();
            assertThat(fencer.state("n2")).isEqualTo("off ok; broken NOT OK: its agent ended with exit code 1");
            Files.createFile(folder.resolve("mended"));
            fencer.check();
            assertThat(fencer.state("n2")).isEqualTo("off ok; broken ok");
        }
        assertThat(Files.readString(folder.resolve("off.input"))).contains("action=monitor");
        assertThat(journal)
                .containsExactly(
                        "fencing device broken does not work: its agent ended with exit code 1",
                        "fencing device broken works again");
    }
}
