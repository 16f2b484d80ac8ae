package orion.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.configuration.NodeDefinition;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.NodeId;
import orion.core.model.Timing;

/// What changes what runs as root, whatever words led there.
final class RootWorkTest {
    private static final PartDefinition ADDRESS = new PartDefinition.Address("10.0.0.9/24", Optional.empty());
    private static final PartDefinition SCRIPT = new PartDefinition.Script("/a/load", "/a/unload", Optional.empty());

    private static ClusterConfiguration with(ResourceDefinition... resources) {
        SortedMap<String, ResourceDefinition> all = new TreeMap<>();
        Arrays.stream(resources).forEach(resource -> all.put(resource.name(), resource));
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        NodeId n1 = new NodeId(1);
        nodes.put(n1, new NodeDefinition(n1, "n1", List.of(new Endpoint("10.0.0.1", 7023))));
        return new ClusterConfiguration("harbour", 1, Timing.FAST, 1, 60, 1, nodes, all);
    }

    private static ResourceDefinition resource(String name, PartDefinition... parts) {
        return new ResourceDefinition(name, List.of(parts));
    }

    static List<PartDefinition> rootWork() {
        PartDefinition.Command command = new PartDefinition.Command(List.of("/usr/bin/served"));
        return List.of(
                SCRIPT,
                new PartDefinition.Script("/a/load", "/a/unload", Optional.of("/a/monitor")),
                command,
                new PartDefinition.Command(
                        command.command(), List.of(), 10, Map.of("LD_PRELOAD", "/tmp/mine.so"), Optional.empty()),
                new PartDefinition.Command(command.command(), List.of("/tmp/stop"), 10, Map.of(), Optional.empty()),
                new PartDefinition.Unit("nginx.service"),
                new PartDefinition.Ocf("heartbeat", "Dummy", Map.of()),
                new PartDefinition.Ocf("heartbeat", "Dummy", Map.of("state", "/tmp/x")),
                new PartDefinition.Volume("/dev/sdb1", "ext4", "/etc/cron.d", ""));
    }

    @ParameterizedTest
    @MethodSource("rootWork")
    void aPartThatRunsAsRootIsFoundWhereItIsNewAndOnlyThere(PartDefinition part) {
        ClusterConfiguration before = with(resource("web", ADDRESS, new PartDefinition.Unit("other.service")));
        ClusterConfiguration after = with(resource("web", ADDRESS, part));

        assertThat(RootWork.added(before, after)).containsExactly("web");
        assertThat(RootWork.added(with(), after)).containsExactly("web");
        assertThat(RootWork.added(after, after)).isEmpty();
        assertThat(RootWork.added(after, with())).as("taken away").isEmpty();
        assertThat(RootWork.added(with(resource("mail", part)), with(resource("mail", part), resource("web", part))))
                .as("given to another one")
                .containsExactly("web");
    }

    @Test
    void eachOfTheseIsAnotherOneToAllTheOthers() {
        for (PartDefinition one : rootWork()) {
            for (PartDefinition other : rootWork()) {
                assertThat(RootWork.added(with(resource("web", one)), with(resource("web", other)))
                                .isEmpty())
                        .as("%s instead of %s", other, one)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    @Test
    void anotherOrderOrWhatIsTakenFromUnderAnotherIsRootWork() {
        PartDefinition volume = new PartDefinition.Volume("/dev/sdb1", "ext4", "/opt/served", "");
        PartDefinition command = new PartDefinition.Command(List.of("/opt/served/run"));
        ClusterConfiguration both = with(resource("web", volume, ADDRESS, command));

        assertThat(RootWork.added(both, with(resource("web", ADDRESS, command, volume))))
                .as("another order")
                .containsExactly("web");
        assertThat(RootWork.added(both, with(resource("web", ADDRESS, command))))
                .as("the volume is taken from under the command")
                .containsExactly("web");
        assertThat(RootWork.added(both, with(resource("web", volume)))).isEmpty();
        assertThat(RootWork.added(both, with(resource("web", ADDRESS, volume, command))))
                .as("an address runs nothing")
                .isEmpty();
    }

    @Test
    void whatRunsNothingIsNoRootWork() {
        PartDefinition licences = new PartDefinition.Licences("10.0.0.9", List.of(), 5);
        ResourceDefinition elsewhere = new ResourceDefinition(
                "web",
                List.of(SCRIPT),
                List.of("n1"),
                30,
                40,
                resource("x", SCRIPT).policy());

        assertThat(RootWork.added(with(), with(resource("web", ADDRESS, licences))))
                .isEmpty();
        assertThat(RootWork.added(with(resource("web", SCRIPT)), with(elsewhere)))
                .isEmpty();
        assertThat(RootWork.added(with(resource("web", SCRIPT)), with(resource("web", ADDRESS, SCRIPT))))
                .isEmpty();
    }
}
