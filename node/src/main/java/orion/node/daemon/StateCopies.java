package orion.node.daemon;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.core.resource.ClusterState;
import orion.core.wire.MalformedInput;
import orion.core.wire.StateCodec;
import orion.node.board.StoredConfiguration;

/// What the copies of the agreed state on the white board say to this version of Orion.
///
/// @param newest     the newest copy that it can read
/// @param unreadable what newer copies there are that it cannot, in a sentence; empty where there is none. What was
///     agreed on last is not known then (rule C3)
/// @param damages    a sentence for each node whose copies are damaged
record StateCopies(Optional<ClusterState> newest, String unreadable, List<String> damages) {
    StateCopies {
        damages = List.copyOf(damages);
    }

    static StateCopies of(StoredConfiguration.Search search) {
        List<String> failures = new ArrayList<>();
        long failedVersion = Long.MIN_VALUE;
        for (StoredConfiguration copy : search.copies()) {
            try {
                ClusterState state = decode(copy.content());
                // The same state as another node has stored it.
                String newer = failedVersion > copy.version() ? sentence(failures) : "";
                return new StateCopies(Optional.of(state), newer, search.damages());
            } catch (MalformedInput foreign) {
                failedVersion = Math.max(failedVersion, copy.version());
                failures.add("node " + copy.node() + " (" + foreign.getMessage() + ")");
            }
        }
        return new StateCopies(Optional.empty(), failures.isEmpty() ? "" : sentence(failures), search.damages());
    }

    private static String sentence(List<String> failures) {
        return "the newest copy on the white board cannot be read by this version of Orion: that of "
                + String.join(", that of ", failures) + "; install the version that the other nodes have";
    }

    private static ClusterState decode(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return StateCodec.decode(bytes);
    }

    /// All that is wrong with the copies, a sentence each.
    List<String> complaints() {
        List<String> all = new ArrayList<>(damages);
        if (!unreadable.isEmpty()) {
            all.add(unreadable);
        }
        return all;
    }
}
