package orion.core.lint;

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
        BoardAndVolume.all(situation).stream()
                .filter(BoardBesideData::areNeighbours)
                .forEach(both -> both.tell(
                        found,
                        "its volume " + both.volume().device() + " is on the same disk as the white board's "
                                + both.board().name()
                                + ": a busy disk makes the board late, a broken one takes both"));
    }

    private static boolean areNeighbours(BoardAndVolume both) {
        HostFacts.Place board = both.board().place();
        return both.place()
                .filter(data -> !data.device().equals(board.device()))
                .filter(data -> data.carriers().stream().anyMatch(board.carriers()::contains))
                .isPresent();
    }
}
