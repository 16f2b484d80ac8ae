package orion.core.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// A disk of the white board and a volume of a resource, as the host that looks sees both.
///
/// @param place where the volume is, if it is here
record BoardAndVolume(
        HostFacts.BoardDisk board,
        ResourceDefinition resource,
        PartDefinition.Volume volume,
        Optional<HostFacts.Place> place) {

    /// Each with each; none where there is one host only.
    static List<BoardAndVolume> all(Situation situation) {
        List<BoardAndVolume> all = new ArrayList<>();
        situation.host().filter(_ -> situation.hasSeveralHosts()).ifPresent(host -> {
            for (ResourceDefinition resource : situation.resources()) {
                for (PartDefinition.Volume volume : Situation.volumes(resource).toList()) {
                    Optional<HostFacts.Place> place =
                            Optional.ofNullable(host.volumes().get(volume.device()));
                    host.boards().forEach(board -> all.add(new BoardAndVolume(board, resource, volume, place)));
                }
            }
        });
        return all;
    }

    /// That they are too close to each other.
    void tell(Found found, String text) {
        found.resource(
                resource, "parts", text, "give the white board a disk of its own: 'orion sbd create' writes a new one");
    }
}
