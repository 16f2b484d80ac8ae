package orion.core.lint;

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
        BoardAndVolume.all(situation).stream()
                .filter(BoardOnData::areOne)
                .forEach(both -> both.tell(
                        found,
                        "the white board's disk " + both.board().name() + " is on its volume "
                                + both.volume().device()
                                + ": it is gone wherever the volume is not mounted, or is overwritten by it"));
    }

    private static boolean areOne(BoardAndVolume both) {
        boolean sameDevice = both.place()
                .map(HostFacts.Place::device)
                .filter(device -> !device.isEmpty())
                .filter(both.board().place().device()::equals)
                .isPresent();
        return sameDevice
                || both.board()
                        .file()
                        .filter(path -> path.startsWith(both.volume().mountPoint() + "/"))
                        .isPresent();
    }
}
