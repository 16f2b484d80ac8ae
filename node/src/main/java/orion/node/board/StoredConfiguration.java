package orion.node.board;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A copy of the configuration as one node stored it.
///
/// @param node who stored it
/// @param version the configuration's version
/// @param content the bytes, read-only; each call gives a view with its own position
public record StoredConfiguration(int node, long version, ByteBuffer content) {
    public StoredConfiguration {
        content = content.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer content() {
        return content.asReadOnlyBuffer();
    }

    /// What a search over all nodes' copies found.
    ///
    /// @param copies all that can be read, the newest first
    /// @param damages a sentence for each node whose copies can no longer be read
    public record Search(List<StoredConfiguration> copies, List<String> damages) {
        public Search {
            copies = List.copyOf(copies);
            damages = List.copyOf(damages);
        }

        /// What was found on several disks, taken together.
        public static Search ofSeveral(List<Search> disks) {
            List<StoredConfiguration> copies = new ArrayList<>();
            SortedSet<String> damages = new TreeSet<>();
            disks.forEach(disk -> {
                copies.addAll(disk.copies());
                damages.addAll(disk.damages());
            });
            // Stable: of the same version that of the lowest node on the first disk.
            copies.sort(Comparator.comparingLong(StoredConfiguration::version).reversed());
            return new Search(copies, List.copyOf(damages));
        }

        /// The copy with the highest version, empty where nobody ever stored one.
        public Optional<StoredConfiguration> newest() {
            return copies.stream().findFirst();
        }
    }
}
