package orion.node.board;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Which cluster a board belongs to: the id decides, the name is for people.
///
/// @param name 1 to 63 bytes of UTF-8
/// @param id made once, when the cluster is made
public record ClusterIdentity(String name, UUID id) {
    /// The longest name in bytes of UTF-8.
    public static final int LONGEST_NAME = 63;

    public ClusterIdentity {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A cluster name has 1 to " + LONGEST_NAME + " bytes; '" + name + "' has " + length + ".");
        }
    }

    @Override
    public String toString() {
        return "cluster '" + name + "' (" + id + ")";
    }
}
