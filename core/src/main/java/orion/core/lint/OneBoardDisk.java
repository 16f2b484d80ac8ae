package orion.core.lint;

/// A white board of a single disk.
final class OneBoardDisk {
    static final LintRule RULE = new LintRule(
            "one-board-disk",
            Severity.ADVICE,
            "while the only disk of the white board is lost, no failure can be arbitrated: the loss of a node stops the others",
            "make the white board of three disks or witnesses, see [the white board](board.md)",
            OneBoardDisk::look);

    private OneBoardDisk() {}

    private static void look(Situation situation, Found found) {
        if (situation.hasSeveralHosts() && situation.configuration().boards() == 1) {
            found.cluster(
                    situation,
                    "its white board is one disk: while that is lost, the loss of a node stops the others, too",
                    "make the white board of three disks or witnesses, see the manual: board.md");
        }
    }
}
