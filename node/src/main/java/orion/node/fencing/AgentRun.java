package orion.node.fencing;

import java.util.Locale;

/// How one call of an agent went.
///
/// @param exit    its exit code; -1 where it did not come to an end
/// @param failure what went wrong, as the rest of a sentence; empty where nothing did
record AgentRun(int exit, String failure, long millis) {
    boolean succeeded() {
        return failure.isEmpty();
    }

    String seconds() {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
