package orion.node.lint;

import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.PartDefinition;
import orion.core.lint.HostFacts;
import orion.core.lint.HostFacts.Card;
import orion.core.lint.HostFacts.Place;
import orion.core.model.NodeId;
import orion.node.board.DiskLocation;

/// What the lint is told of this host.
///
/// @param self             the node
/// @param watchdogWeakness why a host that freezes is not reset before its lease ends; empty where it is
/// @param shutdownSeconds  how long the daemon waits for its resources to be unloaded when it is told to end
/// @param boards           the white board's disks
/// @param agents           asked for what is dangerous about the single daemons here
public record HostLook(
        NodeId self,
        Optional<String> watchdogWeakness,
        int shutdownSeconds,
        List<DiskLocation> boards,
        Supplier<HostFacts.Agents> agents) {
    private static final Path HOST = Path.of("/");

    public HostLook {
        boards = List.copyOf(boards);
    }

    /// Looks.
    ///
    /// @param fenced names of the nodes that this host has fencing devices for
    public HostFacts facts(ClusterConfiguration configuration, SortedSet<String> fenced) {
        DiskPlaces places = new DiskPlaces();
        SortedMap<String, Place> volumes = new TreeMap<>();
        configuration.resources().values().stream()
                .flatMap(resource -> resource.parts().stream())
                .filter(PartDefinition.Volume.class::isInstance)
                .map(part -> ((PartDefinition.Volume) part).device())
                .forEach(device -> places.place(Path.of(device)).ifPresent(place -> volumes.put(device, place)));
        return new HostFacts(
                self,
                watchdogWeakness,
                shutdownSeconds,
                fenced,
                boards.stream().map(places::board).toList(),
                volumes,
                EnabledUnits.of(HOST),
                cards(),
                agents.get(),
                System.currentTimeMillis() / 1_000);
    }

    private static List<Card> cards() {
        try {
            return NetworkCards.ofHost();
        } catch (SocketException untold) {
            return List.of();
        }
    }
}
