package orion.core.lint;

import org.jspecify.annotations.Nullable;
import orion.core.configuration.ResourceDefinition;

/// A white board on a disk that also has data of a resource.
final class BoardBesideData {
    static final LintRule RULE = new LintRule(
            "board-beside-data",
            Severity.WARNING,
            "data that keeps a disk busy makes the white board on it late, and one broken disk takes both",
            "move the white board to a disk of its own, see [the white board](board.md)",
            BoardBesideData::look);

    private BoardBesideData() {}

    private static void look(Situation situation, Found found) {
        situation.host().filter(_ -> situation.hasSeveralHosts()).ifPresent(host -> {
            for (ResourceDefinition resource : situation.resources()) {
                Situation.volumes(resource)
                        .forEach(
                                volume -> host.boards().stream()
                                        .filter(board ->
                                                isBeside(board, host.volumes().get(volume.device())))
                                        .forEach(
                                                board -> found.resource(
                                                        resource,
                                                        "parts",
                                                        "its volume " + volume.device()
                                                                + " is on the same disk as the white board's "
                                                                + board.name()
                                                                + ": a busy disk makes the board late, a broken one takes both",
                                                        "give the white board a disk of its own: 'orion sbd create' writes a new one")));
            }
        });
    }

    private static boolean isBeside(HostFacts.BoardDisk board, HostFacts.@Nullable Place data) {
        return data != null
                && !data.device().equals(board.place().device())
                && data.carriers().stream().anyMatch(board.place().carriers()::contains);
    }
}
