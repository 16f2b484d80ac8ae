package orion.core.lint;

import java.util.SortedMap;
import java.util.TreeMap;

/// Several disks of a white board that go down together.
final class BoardSharesFate {
    static final LintRule RULE = new LintRule(
            "board-shares-fate",
            Severity.WARNING,
            "a majority of the white board's disks on one disk or host is lost with it, as if there were only one",
            "put each disk of the white board on a disk or host of its own",
            BoardSharesFate::look);

    private BoardSharesFate() {}

    private static void look(Situation situation, Found found) {
        situation.host().filter(_ -> situation.hasSeveralHosts()).ifPresent(host -> {
            SortedMap<String, Integer> disks = new TreeMap<>();
            host.boards()
                    .forEach(board ->
                            board.place().carriers().forEach(carrier -> disks.merge(carrier, 1, Integer::sum)));
            int majority = host.boards().size() / 2 + 1;
            disks.forEach((carrier, count) -> {
                if (host.boards().size() > 1 && count >= majority) {
                    found.cluster(
                            situation,
                            count + " of the white board's " + host.boards().size() + " disks are on " + carrier
                                    + ": without it the majority is lost",
                            "put each disk of the white board on a disk or host of its own");
                }
            });
        });
    }
}
