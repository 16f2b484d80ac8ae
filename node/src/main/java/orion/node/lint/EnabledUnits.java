package orion.node.lint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/// Units that systemd starts with the host. Only links are read, so nobody has to wait for systemd.
public final class EnabledUnits {
    private static final String PLACE = "etc/systemd/system";

    private EnabledUnits() {}

    /// Their names.
    ///
    /// @param root of the host's files
    public static SortedSet<String> of(Path root) {
        SortedSet<String> units = new TreeSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root.resolve(PLACE), "*.{wants,requires}")) {
            for (Path folder : folders) {
                try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
                    links.forEach(link -> units.add(String.valueOf(link.getFileName())));
                }
            }
        } catch (IOException noSystemd) {
            return units;
        }
        return units;
    }
}
