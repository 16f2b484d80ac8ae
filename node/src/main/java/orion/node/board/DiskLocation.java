package orion.node.board;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orion.node.os.BlockDevices;
import orion.node.witness.WitnessWord;

/// Where a disk of the white board is. As text for people (`toString`) it never tells a secret.
public sealed interface DiskLocation {
    /// A device or file of this host.
    record Local(Path path) implements DiskLocation {
        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// What a witness serves, on whatever host.
    record Witness(WitnessWord word) implements DiskLocation {
        @Override
        public String text() {
            return word.text();
        }

        @Override
        public String toString() {
            return word.toString();
        }
    }

    /// In full, with the secret of a witness: only for files that nobody else reads, and for other nodes.
    String text();

    /// Reads a path, or the word of a witness.
    ///
    /// @throws IllegalArgumentException with one sentence, where it begins as such a word and is damaged
    static DiskLocation parse(String text) {
        return text.startsWith(WitnessWord.BEGINNING) ? new Witness(WitnessWord.parse(text)) : of(Path.of(text));
    }

    /// A device or file of this host.
    static DiskLocation of(Path path) {
        return new Local(path);
    }

    /// Devices or files of this host.
    static List<DiskLocation> of(List<Path> paths) {
        return paths.stream().map(DiskLocation::of).toList();
    }

    /// The same place from whatever folder it is looked for.
    default DiskLocation absolute() {
        return switch (this) {
            case Local local -> of(local.path().toAbsolutePath());
            case Witness witness -> witness;
        };
    }

    /// The path on this host, if it has one.
    default Optional<Path> localPath() {
        return switch (this) {
            case Local local -> Optional.of(local.path());
            case Witness _ -> Optional.empty();
        };
    }

    /// Whether both lead to the same disk, as far as their names tell.
    default boolean isSame(DiskLocation other) {
        return switch (this) {
            case Local local -> other instanceof Local there && BlockDevices.isSame(local.path(), there.path());
            case Witness witness ->
                other instanceof Witness there
                        && (witness.word().address().equals(there.word().address())
                                || witness.word()
                                        .fingerprint()
                                        .equals(there.word().fingerprint()));
        };
    }

    /// Two places of a list, counted from 0, that lead to the same disk.
    record Repetition(int first, int again) {}

    /// The first place of a list that leads to the same disk as one before it.
    static Optional<Repetition> repetition(List<DiskLocation> disks) {
        for (int again = 0; again < disks.size(); again++) {
            for (int first = 0; first < again; first++) {
                if (disks.get(first).isSame(disks.get(again))) {
                    return Optional.of(new Repetition(first, again));
                }
            }
        }
        return Optional.empty();
    }
}
