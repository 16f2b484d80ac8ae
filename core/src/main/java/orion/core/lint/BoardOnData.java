package orion.core.lint;

import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;

/// A white board on the very device, or in the very file system, that a resource mounts and unmounts.
final class BoardOnData {
    static final LintRule RULE = new LintRule(
            "board-on-data",
            Severity.DANGER,
            "a white board in the file system of a resource is overwritten by it, or is gone where the resource is not",
            "move the white board to a disk of its own, see [the white board](board.md)",
            BoardOnData::look);

    private BoardOnData() {}

    private static void look(Situation situation, Found found) {
        situation.host().filter(_ -> situation.hasSeveralHosts()).ifPresent(host -> {
            for (ResourceDefinition resource : situation.resources()) {
                Situation.volumes(resource)
                        .forEach(
                                volume -> host.boards().stream()
                                        .filter(board -> isOn(board, volume, host))
                                        .forEach(
                                                board -> found.resource(
                                                        resource,
                                                        "parts",
                                                        "the white board's disk " + board.name() + " is on its volume "
                                                                + volume.device()
                                                                + ": it is gone wherever the volume is not mounted, or is overwritten by it",
                                                        "give the white board a disk of its own: 'orion sbd create' writes a new one")));
            }
        });
    }

    private static boolean isOn(HostFacts.BoardDisk board, PartDefinition.Volume volume, HostFacts host) {
        HostFacts.Place place = host.volumes().get(volume.device());
        boolean sameDevice = place != null
                && !place.device().isEmpty()
                && place.device().equals(board.place().device());
        return sameDevice
                || board.file()
                        .filter(path -> path.startsWith(volume.mountPoint() + "/"))
                        .isPresent();
    }
}
