package orion.node.part;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import orion.core.configuration.IpPrefix;
import orion.core.configuration.PartDefinition;
import orion.node.guard.HeldRecords;
import orion.node.os.NeighbourAdvertisement;

/// An address that moves with its resource. Before it is added, the network is asked whether somebody else answers for
/// it; afterwards the neighbours are told, repeatedly, without holding up the resource. Loopback addresses are
/// always there and are neither added nor removed, so that a demonstration needs no rights.
final class AddressPart implements Part {
    // Asks three times within 200 ms and stops at the first answer: clients of a planned move wait for it. A remembered
    // neighbour is forgotten first: it may be the node that has just died. Works for ARP and for IPv6 alike.
    private static final String DUPLICATE_CHECK = """
            for question in 1 2 3; do
                ip neigh del "$1" dev "$2" 2>/dev/null
                ip neigh replace "$1" dev "$2" use || exit 1
                for look in 1 2; do
                    sleep 0.02
                    answer=$(ip neigh show to "$1" dev "$2")
                    case $answer in *lladdr*) echo "$answer"; exit 3 ;; esac
                done
            done
            ip neigh del "$1" dev "$2" 2>/dev/null
            exit 0
            """;
    // IPv4: another address of the same network must survive the removal of this one. IPv6: the kernel itself then
    // tells the
    // neighbours when the address is added. Where the settings cannot be written, adding still works.
    private static final String PREPARE_CARD = """
            echo 1 2>/dev/null >"/proc/sys/net/ipv4/conf/$1/promote_secondaries"
            echo 1 2>/dev/null >"/proc/sys/net/ipv6/conf/$1/ndisc_notify"
            exit 0
            """;
    // Duplicates have been looked for already; the kernel's own search would hold the address back for a second. It is
    // switched off for this address alone, and not by the word "nodad", after which the kernel tells no neighbour.
    private static final String ADD_IPV6 = """
            switch="/proc/sys/net/ipv6/conf/$2/accept_dad"
            before=$(cat "$switch" 2>/dev/null)
            if ! echo 0 2>/dev/null >"$switch"; then
                exec ip -6 addr add "$1" dev "$2" nodad
            fi
            ip -6 addr add "$1" dev "$2"
            exit=$?
            for look in 1 2 3 4 5 6 7 8 9 10; do
                case $(ip -o -6 addr show dev "$2" to "${1%/*}") in *tentative*) sleep 0.02 ;; *) break ;; esac
            done
            echo "$before" >"$switch"
            exit $exit
            """;
    // The switch belongs to the card, so two additions must not find each other's setting.
    private static final ReentrantLock IPV6_SWITCH = new ReentrantLock();
    private static final int SOMEBODY_ANSWERED = 3;
    private static final int ANNOUNCEMENTS = 5;
    // One packet, after which the tool waits for a second.
    private static final Duration ANNOUNCEMENT_LIMIT = Duration.ofSeconds(3);
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(10);

    private final PartDefinition.Address definition;
    private final PartContext context;
    private final Enclosure enclosure;
    private final Enclosure announcements;
    private final Tools tools;
    private volatile String device = "";
    private volatile Optional<HeldRecords.Held> held = Optional.empty();
    private volatile boolean goingAway;

    AddressPart(PartDefinition.Address definition, PartContext context) {
        this.definition = definition;
        this.context = context;
        this.enclosure = context.enclosure("tools");
        this.announcements = context.enclosureWhileHeld("announce", this::isUp);
        this.tools = context.tools(enclosure);
    }

    @Override
    public String load(Deadline deadline) throws PartFailure, InterruptedException {
        Deadline limit = deadline.atMost(TOOL_LIMIT);
        if (definition.prefix().isLoopback()) {
            return "%s is a loopback address and always there".formatted(definition.cidr());
        }
        context.requireRoot(definition.label());
        List<LocalAddress> local = localAddresses(tools, limit);
        for (LocalAddress present : local) {
            if (present.prefix().octets().equals(definition.prefix().octets())) {
                throw new PartFailure(
                        "address %s is already on card %s of this host; the cluster must own it alone: remove it there"
                                .formatted(definition.host(), present.device()));
            }
        }
        String card = definition.device().isPresent() ? definition.device().get() : findCard(local);
        refuseDuplicate(card, limit);
        add(card, limit);
        announce();
        enclosure.release();
        return "added %s to %s".formatted(definition.cidr(), card);
    }

    private String findCard(List<LocalAddress> local) throws PartFailure {
        Optional<LocalAddress> best = Optional.empty();
        for (LocalAddress present : local) {
            boolean fits = present.prefix().contains(definition.prefix())
                    && !present.prefix().isLoopback()
                    && present.prefix().length() < present.prefix().octets().size() * 8;
            boolean closer = best.isEmpty()
                    || present.prefix().length() > best.get().prefix().length();
            if (fits && closer) {
                best = Optional.of(present);
            }
        }
        return best.map(LocalAddress::device)
                .orElseThrow(() -> new PartFailure(
                        "no network card of this host is in the network of %s; correct the address or name the card"
                                .formatted(definition.cidr())));
    }

    private void refuseDuplicate(String card, Deadline deadline) throws PartFailure, InterruptedException {
        Tools.Result answer = tools.run(deadline, "sh", "-c", DUPLICATE_CHECK, "orion", definition.host(), card);
        if (answer.exit() == SOMEBODY_ANSWERED) {
            throw new PartFailure(
                    "address %s is already in use on the network of card %s: the station %s answers for it"
                            .formatted(definition.host(), card, wordAfter("lladdr", answer.output())));
        }
        if (!answer.ok()) {
            throw new PartFailure(
                    "the network of card %s could not be asked whether %s is in use: %s"
                            .formatted(card, definition.host(), answer.output()),
                    answer.output());
        }
    }

    private void add(String card, Deadline deadline) throws PartFailure, InterruptedException {
        tools.run(deadline, "sh", "-c", PREPARE_CARD, "orion", card);
        device = card;
        goingAway = false;
        try {
            held = Optional.of(context.records().holdAddress(context.resource(), definition.cidr(), card));
        } catch (IOException failed) {
            throw new PartFailure("address %s was not added: it could not be put on record: %s"
                    .formatted(definition.cidr(), failed.getMessage()));
        }
        String purpose = "address %s could not be added to %s".formatted(definition.cidr(), card);
        if (definition.prefix().isIpv6()) {
            IPV6_SWITCH.lockInterruptibly();
            try {
                tools.require(purpose, deadline, "sh", "-c", ADD_IPV6, "orion", definition.cidr(), card);
            } finally {
                IPV6_SWITCH.unlock();
            }
        } else {
            tools.require(purpose, deadline, "ip", "-4", "addr", "add", definition.cidr(), "dev", card);
        }
    }

    /// Tells the neighbours where the address is now, five times, one second apart, in both ways that ARP knows, or in
    /// the one that IPv6 has. Each time the lease is looked at: from its end on the address may be another
    /// node's.
    @Override
    public void announce() {
        String card = device;
        if (!isUp()) {
            return;
        }
        if (definition.prefix().isIpv6()) {
            Thread.ofVirtual().name("announce " + definition.host()).start(() -> advertise(card));
            return;
        }
        for (String manner : List.of("-U", "-A")) {
            Thread.ofVirtual().name("announce " + definition.host()).start(() -> announce(manner, card));
        }
    }

    private boolean isUp() {
        return held.isPresent() && !goingAway;
    }

    private void advertise(String card) {
        try {
            Inet6Address address = (Inet6Address) InetAddress.ofLiteral(definition.host());
            for (int i = 0; i < ANNOUNCEMENTS && isUp() && context.lease().getAsBoolean(); i++) {
                NeighbourAdvertisement.send(card, address);
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (IOException untold) {
            // As with ARP: neighbours ask again by themselves, later; the kernel has told them once.
            return;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(String manner, String card) {
        try {
            for (int i = 0; i < ANNOUNCEMENTS && isUp(); i++) {
                context.tools(announcements)
                        .run(
                                Deadline.in(ANNOUNCEMENT_LIMIT),
                                "arping",
                                "-q",
                                manner,
                                "-c",
                                "1",
                                "-I",
                                card,
                                definition.host());
            }
            announcements.release();
        } catch (PartFailure overOrLate) {
            // Neighbours that were not told ask again by themselves, later; the resource is up all the same.
            announcements.release();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String unload(Deadline deadline) throws PartFailure, InterruptedException {
        goingAway = true;
        announcements.killAll(deadline.atMost(TOOL_LIMIT));
        if (!remove(tools, deadline.atMost(TOOL_LIMIT))) {
            throw new PartFailure("address %s is still on card %s of this host after its removal"
                    .formatted(definition.host(), device));
        }
        enclosure.release();
        return "removed " + definition.cidr();
    }

    /// @return true when the address is proved to be away
    private boolean remove(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        if (held.isEmpty()) {
            return true;
        }
        with.run(deadline, "ip", "addr", "del", definition.cidr(), "dev", device);
        if (isHere(with, deadline)) {
            return false;
        }
        try {
            held.get().release();
        } catch (IOException kept) {
            throw new PartFailure("the record of address %s could not be deleted: %s"
                    .formatted(definition.cidr(), kept.getMessage()));
        }
        held = Optional.empty();
        return true;
    }

    @Override
    public String check(Deadline deadline) throws PartFailure, InterruptedException {
        if (definition.prefix().isLoopback()) {
            return definition.cidr() + " is a loopback address and always there";
        }
        if (!isHere(tools, deadline.atMost(TOOL_LIMIT))) {
            throw new PartFailure("address %s is no longer on card %s".formatted(definition.host(), device));
        }
        enclosure.release();
        return "%s is on %s".formatted(definition.cidr(), device);
    }

    private boolean isHere(Tools with, Deadline deadline) throws PartFailure, InterruptedException {
        return localAddresses(with, deadline).stream()
                .anyMatch(present ->
                        present.prefix().octets().equals(definition.prefix().octets()));
    }

    @Override
    public List<Enclosure> enclosures() {
        return List.of(enclosure, announcements);
    }

    @Override
    public boolean abandon(Deadline deadline) throws InterruptedException {
        goingAway = true;
        try {
            return remove(context.cleaner(), deadline.atMost(TOOL_LIMIT));
        } catch (PartFailure failed) {
            return false;
        }
    }

    @Override
    public String label() {
        return definition.label();
    }

    /// An address that the host has, with its card.
    private record LocalAddress(String device, IpPrefix prefix) {}

    private static List<LocalAddress> localAddresses(Tools with, Deadline deadline)
            throws PartFailure, InterruptedException {
        Tools.Result listing =
                with.require("the addresses of this host could not be listed", deadline, "ip", "-o", "addr", "show");
        List<LocalAddress> found = new ArrayList<>();
        for (String line : listing.output().lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+", -1));
            if (words.size() < 4 || !words.get(2).startsWith("inet")) {
                continue;
            }
            String own = words.get(3).indexOf('/') >= 0 ? words.get(3) : words.get(3) + "/32";
            try {
                found.add(new LocalAddress(words.get(1), IpPrefix.parse(own)));
            } catch (IllegalArgumentException mapped) {
                // An IPv4 address written inside an IPv6 one; no part can be defined with such a form.
            }
        }
        return found;
    }

    private static String wordAfter(String key, String text) {
        List<String> words = new ArrayList<>(List.of(text.split("\\s+", -1)));
        int at = words.indexOf(key);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "of unknown hardware address";
    }
}
