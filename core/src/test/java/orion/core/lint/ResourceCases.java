package orion.core.lint;

import static orion.core.lint.Harbour.memory;
import static orion.core.lint.Harbour.treated;
import static orion.core.lint.Harbour.usual;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import orion.core.configuration.Amounts;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.configuration.PartDefinition.Command;
import orion.core.configuration.PartDefinition.Script;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;

/// What is dangerous about resources.
final class ResourceCases {
    private static final ResourcePolicy USUAL = ResourcePolicy.USUAL;

    private ResourceCases() {}

    private static ResourceDefinition timed(String name, int unload, String... after) {
        return new ResourceDefinition(
                name,
                List.of(new Command(List.of("/usr/bin/" + name))),
                List.of(),
                600,
                unload,
                USUAL.with(PlacementPolicy.USUAL.comingAfter(List.of(after))));
    }

    private static ResourceDefinition stopping(int unload, int... stops) {
        Command[] parts = new Command[stops.length];
        for (int i = 0; i < stops.length; i++) {
            parts[i] = new Command(List.of("/usr/bin/web" + i), List.of(), stops[i], new TreeMap<>(), Optional.empty());
        }
        return new ResourceDefinition("web", List.of(parts), List.of(), 600, unload, USUAL);
    }

    private static Harbour looked(int every, int timeout, int timeouts, int restarts, int within, Action then) {
        return Harbour.of(
                3, treated("web", USUAL.with(new MonitoringPolicy(every, timeout, timeouts, restarts, within, then))));
    }

    private static ResourceDefinition apart(String name, String... nodes) {
        return treated(name, USUAL.with(PlacementPolicy.USUAL.apartIn(List.of("noisy"))), nodes);
    }

    private static ResourceDefinition needing(String name, int memory, String... nodes) {
        return treated(name, USUAL.with(PlacementPolicy.USUAL.needing(memory(memory))), nodes);
    }

    private static Harbour withMemory(int each, ResourceDefinition... resources) {
        return new Harbour()
                .node(1, "10.0.0.1", memory(each))
                .node(2, "10.0.0.2", memory(each))
                .with(resources);
    }

    private static ResourceDefinition failing(Mode failback, int after, String... nodes) {
        return treated("web", USUAL.withFailback(failback, after), nodes);
    }

    static Stream<Case> cases() {
        return Stream.of(stops(), looks(), failbacks(), nodes(), groups(), settings())
                .flatMap(each -> each);
    }

    private static Stream<Case> stops() {
        return Stream.of(
                new Case(
                        "stop-outlasts-unload",
                        "resource web",
                        "may take 60 s to stop",
                        Harbour.of(3, stopping(60, 40, 20)),
                        Harbour.of(3, stopping(61, 40, 20))),
                new Case(
                        "unload-outlasts-shutdown",
                        "resource web",
                        "841 s to unload",
                        Harbour.of(3, timed("web", 841)),
                        Harbour.of(3, timed("web", 840))),
                new Case(
                        "stop-order-outlasts-shutdown",
                        "resource web",
                        "may take 841 s",
                        Harbour.of(3, timed("db", 400), timed("app", 400, "db"), timed("web", 41, "app", "db")),
                        Harbour.of(3, timed("db", 400), timed("app", 400, "db"), timed("web", 40, "app", "db"))),
                new Case(
                        "load-timeout-tight",
                        "resource web",
                        "took 450001 ms of the 600 s",
                        Harbour.of(3, usual("web")).loadedIn("web", 450_001),
                        Harbour.of(3, usual("web")).loadedIn("web", 450_000)));
    }

    private static Stream<Case> looks() {
        return Stream.of(
                new Case(
                        "failures-forgotten",
                        "resource web",
                        "each failure takes 60 s",
                        looked(10, 20, 2, 3, 180, Action.MIGRATE),
                        looked(10, 20, 2, 3, 181, Action.MIGRATE)),
                new Case(
                        "failures-forgotten",
                        "resource web",
                        "3 restarts",
                        looked(10, 20, 1, 3, 90, Action.COMATOSE),
                        looked(10, 20, 1, 0, 1, Action.COMATOSE)),
                new Case(
                        "reboot-at-once",
                        "resource web",
                        "longer than 20 s, reboots its host",
                        looked(10, 20, 1, 0, 600, Action.REBOOT),
                        looked(10, 20, 1, 1, 600, Action.REBOOT)),
                new Case(
                        "reboot-at-once",
                        "resource web",
                        "reboots its host",
                        looked(10, 20, 1, 0, 600, Action.REBOOT),
                        looked(10, 20, 2, 0, 600, Action.REBOOT)));
    }

    private static Stream<Case> failbacks() {
        return Stream.of(
                new Case(
                        "failback-hasty",
                        "resource web",
                        "in for 7 s, less than the tolerance of 8000 ms",
                        Harbour.of(3, failing(Mode.AUTO, 7, "n1", "n2")),
                        Harbour.of(3, failing(Mode.AUTO, 8, "n1", "n2"))),
                new Case(
                        "failback-hasty",
                        "resource web",
                        "its load, which took 60001 ms",
                        Harbour.of(3, failing(Mode.AUTO, 60, "n1", "n2")).loadedIn("web", 60_001),
                        Harbour.of(3, failing(Mode.AUTO, 60, "n1", "n2")).loadedIn("web", 60_000)),
                new Case(
                        "failback-hasty",
                        "resource web",
                        "the tolerance",
                        Harbour.of(3, failing(Mode.AUTO, 0, "n1", "n2")),
                        Harbour.of(3, failing(Mode.MANUAL, 0, "n1", "n2"))),
                new Case(
                        "unmonitored",
                        "resource web",
                        "/opt/load started fails",
                        Harbour.of(3, Harbour.of("web", new Script("/opt/load", "/opt/unload", Optional.empty()))),
                        Harbour.of(
                                3,
                                Harbour.of("web", new Script("/opt/load", "/opt/unload", Optional.of("/opt/look"))))));
    }

    private static Stream<Case> nodes() {
        return Stream.of(
                new Case(
                        "one-node-only",
                        "resource web",
                        "only n1 may run it",
                        Harbour.of(3, usual("web", "n1")),
                        Harbour.of(3, usual("web", "n1", "n2"))),
                new Case(
                        "one-node-only",
                        "resource web",
                        "only n1",
                        Harbour.of(2, usual("web", "n1")),
                        Harbour.of(1, usual("web", "n1"))),
                new Case(
                        "one-favourite",
                        "node n1",
                        "all 2 resources prefer it",
                        Harbour.of(3, usual("web", "n1", "n2"), usual("db", "n1", "n3")),
                        Harbour.of(3, usual("web", "n1", "n2"), usual("db", "n3", "n1"))),
                new Case(
                        "one-favourite",
                        "node n1",
                        "all 2 resources",
                        Harbour.of(3, usual("web", "n1", "n2"), usual("db", "n1", "n2")),
                        Harbour.of(2, usual("web", "n1", "n2"), usual("db", "n1", "n2"))));
    }

    private static Stream<Case> groups() {
        return Stream.of(
                new Case(
                        "group-too-large",
                        "resource web",
                        "3 resources and 2 nodes",
                        Harbour.of(2, apart("app"), apart("db"), apart("web")),
                        Harbour.of(3, apart("app"), apart("db"), apart("web"))),
                new Case(
                        "group-too-large",
                        "resource web",
                        "2 resources and 1 node for them",
                        Harbour.of(3, apart("db", "n1"), apart("web", "n1")),
                        Harbour.of(3, apart("db", "n1"), apart("web", "n1", "n2"))),
                new Case(
                        "down-after-loss",
                        "resource web",
                        "without n2 it would not run: none of its nodes is available",
                        Harbour.of(3, apart("db", "n1", "n2"), apart("web", "n1", "n2")),
                        Harbour.of(3, apart("db", "n1", "n2", "n3"), apart("web", "n1", "n2", "n3"))));
    }

    private static Stream<Case> settings() {
        return Stream.of(
                new Case(
                        "overloaded-after-loss",
                        "node n1",
                        "without n2 its resources would need 6 of memory, and it has 5",
                        withMemory(5, needing("db", 3), needing("web", 3)),
                        withMemory(6, needing("db", 3), needing("web", 3))),
                new Case(
                        "no-node-has-room",
                        "resource web",
                        "it needs 9 of memory",
                        withMemory(8, needing("web", 9)),
                        withMemory(9, needing("web", 9))),
                new Case(
                        "kills-all-nodes",
                        "resource web",
                        "until all are dead",
                        Harbour.of(3, treated("web", USUAL.with(new FailoverLimit(0, 3_600, 0)))),
                        Harbour.of(3, treated("web", USUAL.with(new FailoverLimit(0, 3_600, 1))))),
                new Case(
                        "without-effect",
                        "resource web",
                        "follows the master",
                        Harbour.of(3, treated("web", USUAL.followingMaster(), "n1", "n2")),
                        Harbour.of(3, treated("web", USUAL.followingMaster()))),
                new Case(
                        "without-effect",
                        "resource web",
                        "no first node",
                        Harbour.of(3, failing(Mode.AUTO, 60)),
                        Harbour.of(3, failing(Mode.AUTO, 60, "n1", "n2"))),
                new Case(
                        "without-effect",
                        "resource web",
                        "it needs memory, and of no node",
                        Harbour.of(2, needing("web", 1)),
                        Harbour.of(1, needing("web", 1)).node(2, "10.0.0.2", memory(Amounts.LARGEST))));
    }
}
