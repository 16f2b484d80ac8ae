package orion.node.lint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.lint.HostFacts.BoardDisk;
import orion.core.lint.HostFacts.Place;
import orion.node.board.DiskLocation;
import orion.node.os.BlockDevices;

/// On which disks of this host data is. The kernel's lists are read, never a disk: one that hangs holds nobody up.
public final class DiskPlaces {
    private final Path blocks;

    public DiskPlaces() {
        this(Path.of("/sys/dev/block"));
    }

    /// @param blocks the folder with a link for each block device of the kernel, by its number
    DiskPlaces(Path blocks) {
        this.blocks = blocks;
    }

    /// Where a disk of the white board is.
    public BoardDisk board(DiskLocation disk) {
        return switch (disk) {
            case DiskLocation.Local(Path path) ->
                new BoardDisk(
                        path.toString(),
                        BlockDevices.isBlockDevice(path) ? Optional.empty() : Optional.of(path.toString()),
                        place(path).orElse(new Place("", new TreeSet<>())));
            case DiskLocation.Witness witness -> {
                SortedSet<String> host = new TreeSet<>();
                host.add("host " + witness.word().address().host());
                yield new BoardDisk(witness.toString(), Optional.empty(), new Place("", host));
            }
        };
    }

    /// Where a device or file is; empty where there is nothing of that name.
    public Optional<Place> place(Path path) {
        Optional<String> device = BlockDevices.number(path);
        Optional<String> beneath = device.isPresent() ? device : BlockDevices.numberBeneath(path);
        return beneath.map(number -> new Place(device.orElse(""), carriers(number)));
    }

    /// The whole disks beneath a device: of a partition its disk, of a volume group or an array those it is made of.
    SortedSet<String> carriers(String number) {
        SortedSet<String> disks = new TreeSet<>();
        try {
            addDisks(blocks.resolve(number).toRealPath(), disks);
        } catch (IOException unknown) {
            // A file system without a device: nothing is known of what it goes down with.
        }
        return disks;
    }

    private static void addDisks(Path device, SortedSet<String> disks) throws IOException {
        Path whole =
                Files.exists(device.resolve("partition")) && device.getParent() != null ? device.getParent() : device;
        boolean built = false;
        Path parts = whole.resolve("slaves");
        if (Files.isDirectory(parts)) {
            try (DirectoryStream<Path> slaves = Files.newDirectoryStream(parts)) {
                for (Path slave : slaves) {
                    built = true;
                    addDisks(slave.toRealPath(), disks);
                }
            }
        }
        if (!built) {
            disks.add("disk " + whole.getFileName());
        }
    }
}
