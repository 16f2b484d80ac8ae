package orion.node.edit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import orion.node.definition.DefinitionException;
import orion.node.fuzz.Target;

/// The files in which a node keeps what each edit led to.
public final class HistoryTargets {
    private static final String KEPT = """
            # edit: 7
            # by: anna
            # on: n1
            # remark: for root
            # at: 1700000000
            # did: web created, n1 has another capacity
            resources:
              web:
                priority: 3
                parts:
                  - service: {unit: nginx.service}
            nodes:
              n1: {capacity: {cpu: 4}}
            """;

    private HistoryTargets() {}

    /// All of them.
    public static List<Target> all() {
        return List.of(new Target(
                "files of the history",
                List.of(KEPT.getBytes(StandardCharsets.UTF_8)),
                10_000,
                4_000,
                HistoryTargets::read,
                new Target.Limit(2_000_000, 2_000)));
    }

    /// Its head has one form only, but its lines may come in any order.
    private static Optional<byte[]> read(byte[] input) {
        try {
            KeptEdit kept = KeptEdit.parse(new String(input, StandardCharsets.UTF_8));
            if (!KeptEdit.parse(kept.text()).equals(kept)) {
                throw new AssertionError(kept + " is not read as it was written");
            }
            kept.definitions();
            return Optional.of(input);
        } catch (IllegalArgumentException | DefinitionException refused) {
            return Optional.empty();
        }
    }
}
