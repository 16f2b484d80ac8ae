package orion.core.lint;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.IpPrefix;
import orion.core.model.NodeId;

/// What only the host of a node can tell.
///
/// @param self             the node
/// @param watchdogWeakness why a host that freezes is not reset before its lease ends; empty where it is
/// @param shutdownSeconds  how long a daemon that is told to end waits for its resources to be unloaded
/// @param fenced           names of the nodes that this host has fencing devices for
/// @param boards           the white board's disks, in their order
/// @param volumes          where the devices of volumes are, by the path in the definition, as far as they are here
/// @param enabledUnits     systemd units that this host starts by itself
/// @param cards            its network cards; none where they are not known
/// @param agents           what is dangerous about the single daemons that gwha looks after here
/// @param wallSeconds      what its clock says, in seconds since 1970
public record HostFacts(
        NodeId self,
        Optional<String> watchdogWeakness,
        int shutdownSeconds,
        SortedSet<String> fenced,
        List<BoardDisk> boards,
        SortedMap<String, Place> volumes,
        SortedSet<String> enabledUnits,
        List<Card> cards,
        Agents agents,
        long wallSeconds) {
    public HostFacts {
        fenced = Collections.unmodifiableSortedSet(new TreeSet<>(fenced));
        boards = List.copyOf(boards);
        volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
        enabledUnits = Collections.unmodifiableSortedSet(new TreeSet<>(enabledUnits));
        cards = List.copyOf(cards);
    }

    /// What is dangerous about the single daemons that gwha looks after on a host.
    ///
    /// @param clearText     the file by which gwha takes passwords in clear text; empty where it does not
    /// @param startedAtBoot what starts those that belong to a resource, without asking the cluster
    public record Agents(Optional<String> clearText, List<BootStart> startedAtBoot) {
        /// Nothing.
        public static final Agents SOUND = new Agents(Optional.empty(), List.of());

        public Agents {
            startedAtBoot = List.copyOf(startedAtBoot);
        }
    }

    /// What starts a daemon of a resource at boot.
    ///
    /// @param text what it is, in a sentence without its stop
    /// @param cure a command, or what to change
    public record BootStart(String text, String cure) {}

    /// Where data is.
    ///
    /// @param device   the kernel's number of the device; empty where it is none of this host
    /// @param carriers what it goes down with: names of disks beneath it, or the host that serves it
    public record Place(String device, SortedSet<String> carriers) {
        public Place {
            carriers = Collections.unmodifiableSortedSet(new TreeSet<>(carriers));
        }
    }

    /// A disk of the white board.
    ///
    /// @param name for people
    /// @param file its path, where it is a file in a file system
    public record BoardDisk(String name, Optional<String> file, Place place) {}

    /// A network card.
    ///
    /// @param networks its own addresses, each with the length of its network
    public record Card(String name, List<IpPrefix> networks) {
        public Card {
            networks = List.copyOf(networks);
        }
    }
}
