package orion.core.lint;

import static orion.core.lint.Harbour.board;
import static orion.core.lint.Harbour.host;
import static orion.core.lint.Harbour.usual;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import orion.core.configuration.Amounts;
import orion.core.configuration.PartDefinition.Address;
import orion.core.configuration.PartDefinition.Unit;
import orion.core.configuration.PartDefinition.Volume;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.lint.HostFacts.BoardDisk;
import orion.core.lint.HostFacts.Place;

/// What is dangerous about hosts, disks and times.
final class HostCases {
    private HostCases() {}

    private static HostFacts without(HostFacts host, String weakness) {
        return new HostFacts(
                host.self(),
                Optional.of(weakness),
                host.shutdownSeconds(),
                host.fenced(),
                host.boards(),
                host.volumes(),
                host.enabledUnits(),
                host.cards(),
                host.agents(),
                host.wallSeconds());
    }

    private static HostFacts looksAfter(HostFacts.Agents agents) {
        HostFacts host = host();
        return new HostFacts(
                host.self(),
                host.watchdogWeakness(),
                host.shutdownSeconds(),
                host.fenced(),
                host.boards(),
                host.volumes(),
                host.enabledUnits(),
                host.cards(),
                agents,
                host.wallSeconds());
    }

    private static HostFacts fencing(String... nodes) {
        HostFacts host = host();
        return new HostFacts(
                host.self(),
                Optional.empty(),
                host.shutdownSeconds(),
                new TreeSet<>(List.of(nodes)),
                host.boards(),
                host.volumes(),
                host.enabledUnits(),
                host.cards(),
                host.agents(),
                host.wallSeconds());
    }

    private static HostFacts withVolume(String path, Place place) {
        HostFacts host = host();
        SortedMap<String, Place> volumes = new TreeMap<>(host.volumes());
        volumes.put(path, place);
        SortedSet<String> nobody = new TreeSet<>();
        return new HostFacts(
                host.self(),
                Optional.empty(),
                host.shutdownSeconds(),
                nobody,
                host.boards(),
                volumes,
                host.enabledUnits(),
                host.cards(),
                host.agents(),
                host.wallSeconds());
    }

    private static Harbour boardsOn(String... carriers) {
        List<BoardDisk> disks = Stream.of(carriers)
                .map(carrier -> board("/dev/" + carrier, "7:" + carrier, carrier))
                .toList();
        return Harbour.of(3, usual("web")).seenBy(host(disks));
    }

    private static Harbour boardFile(String path) {
        BoardDisk file = new BoardDisk(path, Optional.of(path), Harbour.place("", "sdx"));
        return Harbour.of(3, usual("web")).seenBy(host(List.of(file)));
    }

    private static Harbour onOneHost() {
        return new Harbour()
                .node(1, "127.0.0.11", Amounts.NONE)
                .node(2, "127.0.0.12", Amounts.NONE)
                .node(3, "127.0.0.13", Amounts.NONE)
                .with(usual("web"));
    }

    private static Harbour addressed(String cidr, Optional<String> card, String... nodes) {
        return Harbour.of(3, Harbour.resource("web", ResourcePolicy.USUAL, List.of(nodes), new Address(cidr, card)));
    }

    static Stream<Case> cases() {
        return Stream.of(machines(), boards(), fates(), starts(), parts()).flatMap(each -> each);
    }

    private static Stream<Case> machines() {
        HostFacts.BootStart link = new HostFacts.BootStart("/etc/rc3.d/S99grpwise starts at boot post.dom", "rm it");
        return Stream.of(
                new Case(
                        "agent-starts-at-boot",
                        "node n1",
                        "/etc/rc3.d/S99grpwise starts at boot post.dom",
                        Harbour.of(2).seenBy(looksAfter(new HostFacts.Agents(Optional.empty(), List.of(link)))),
                        Harbour.of(2)),
                new Case(
                        "gwha-clear-text",
                        "node n1",
                        "passwords in clear text (ssl = no in /etc/gwha.conf)",
                        Harbour.of(2)
                                .seenBy(looksAfter(new HostFacts.Agents(Optional.of("/etc/gwha.conf"), List.of()))),
                        Harbour.of(2)),
                new Case(
                        "no-watchdog",
                        "node n1",
                        "no watchdog: if this host froze",
                        Harbour.of(3, usual("web")).seenBy(without(host(), "no watchdog")),
                        Harbour.of(3, usual("web"))),
                new Case(
                        "no-watchdog",
                        "node n1",
                        "no watchdog",
                        Harbour.of(3, usual("web")).seenBy(without(host(), "no watchdog")),
                        onOneHost().seenBy(without(host(), "no watchdog"))),
                new Case(
                        "no-watchdog-fits",
                        "cluster harbour",
                        "within 999 ms",
                        Harbour.of(3, usual("web")).times(200, 1_799),
                        Harbour.of(3, usual("web")).times(200, 1_800)),
                new Case(
                        "tolerance-near-heartbeat",
                        "cluster harbour",
                        "6999 ms is hardly more",
                        Harbour.of(3, usual("web")).times(1_000, 6_999),
                        Harbour.of(3, usual("web")).times(1_000, 7_000)),
                new Case(
                        "fencing-incomplete",
                        "node n3",
                        "none for this node",
                        Harbour.of(3, usual("web")).seenBy(fencing("n2")),
                        Harbour.of(3, usual("web")).seenBy(fencing("n2", "n3"))));
    }

    private static Stream<Case> boards() {
        return Stream.of(
                new Case(
                        "one-board-disk",
                        "cluster harbour",
                        "one disk",
                        Harbour.of(2, usual("web")).boards(1),
                        Harbour.of(2, usual("web")).boards(3)),
                new Case(
                        "one-board-disk",
                        "cluster harbour",
                        "one disk",
                        Harbour.of(2, usual("web")).boards(1),
                        onOneHost().boards(1)),
                new Case(
                        "board-on-data",
                        "resource web",
                        "/dev/sdd is on its volume",
                        Harbour.of(3, usual("web")).seenBy(host(List.of(board("/dev/sdd", "8:16", "sdd")))),
                        Harbour.of(3, usual("web")).seenBy(host(List.of(board("/dev/sdd1", "8:17", "sdd"))))),
                new Case(
                        "board-on-data",
                        "resource web",
                        "/srv/web/board is on its volume",
                        boardFile("/srv/web/board"),
                        boardFile("/srv/webboard")));
    }

    private static Stream<Case> fates() {
        return Stream.of(
                new Case(
                        "board-beside-data",
                        "resource web",
                        "on the same disk as the white board's /dev/sdd1",
                        Harbour.of(3, usual("web")).seenBy(host(List.of(board("/dev/sdd1", "8:17", "sdd")))),
                        Harbour.of(3, usual("web")).seenBy(host(List.of(board("/dev/sde1", "8:17", "sde"))))),
                new Case(
                        "board-shares-fate",
                        "cluster harbour",
                        "2 of the white board's 3 disks are on h1",
                        boardsOn("h1", "h2", "h1"),
                        boardsOn("h1", "h2", "h3")),
                new Case(
                        "board-shares-fate",
                        "cluster harbour",
                        "3 of the white board's 5",
                        boardsOn("h1", "h2", "h1", "h3", "h1"),
                        boardsOn("h1", "h2", "h1", "h3", "h2")));
    }

    private static Stream<Case> starts() {
        return Stream.of(
                new Case(
                        "quorum-of-one",
                        "cluster harbour",
                        "quorum of 1",
                        Harbour.of(3, usual("web")).quorum(1, 60),
                        Harbour.of(3, usual("web")).quorum(2, 60)),
                new Case(
                        "quorum-of-one",
                        "cluster harbour",
                        "quorum of 1",
                        Harbour.of(3, usual("web")).quorum(1, 60),
                        Harbour.of(2, usual("web")).quorum(1, 60)),
                new Case(
                        "quorum-not-awaited",
                        "cluster harbour",
                        "waited for 0 s",
                        Harbour.of(3, usual("web")).quorum(2, 0),
                        Harbour.of(3, usual("web")).quorum(2, 1)));
    }

    private static Stream<Case> parts() {
        return Stream.of(
                new Case(
                        "unit-enabled",
                        "resource web",
                        "n1 starts getty.service at boot",
                        Harbour.of(3, Harbour.of("web", new Unit("getty.service"))),
                        Harbour.of(3, Harbour.of("web", new Unit("web.service")))),
                new Case(
                        "address-elsewhere",
                        "resource web",
                        "no network card of n1 is in the network of 10.0.1.9/24",
                        addressed("10.0.1.9/24", Optional.empty()),
                        addressed("10.0.0.9/24", Optional.empty())),
                new Case(
                        "address-elsewhere",
                        "resource web",
                        "no network card of n1 is called eth9",
                        addressed("10.0.1.9/24", Optional.of("eth9")),
                        addressed("10.0.1.9/24", Optional.of("eth0"))),
                new Case(
                        "address-elsewhere",
                        "resource web",
                        "10.0.1.9/24",
                        addressed("10.0.1.9/24", Optional.empty(), "n1", "n2"),
                        addressed("10.0.1.9/24", Optional.empty(), "n2", "n3")),
                new Case(
                        "volume-of-two",
                        "resource web2",
                        "a volume of resource web, too",
                        Harbour.of(3, usual("web"), volume("web2", Harbour.DEVICE)),
                        Harbour.of(3, usual("web"), usual("web2"))),
                new Case(
                        "volume-of-two",
                        "resource web2",
                        "/dev/mapper/web is a volume of resource web, too",
                        Harbour.of(3, usual("web"), volume("web2", "/dev/mapper/web"))
                                .seenBy(withVolume("/dev/mapper/web", Harbour.place("8:16", "sdd"))),
                        Harbour.of(3, usual("web"), volume("web2", "/dev/mapper/web"))
                                .seenBy(withVolume("/dev/mapper/web", Harbour.place("8:32", "sdd")))),
                new Case(
                        "passing-device-name",
                        "resource web",
                        "/dev/sdb1 may be another disk",
                        Harbour.of(3, volume("web", "/dev/sdb1")),
                        Harbour.of(3, volume("web", "/dev/data/web"))));
    }

    private static ResourceDefinition volume(String name, String device) {
        return Harbour.of(name, new Volume(device, "ext4", "/srv/" + name, ""));
    }
}
