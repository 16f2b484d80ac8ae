package orion.node.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The number by which the kernel knows a device.
final class DeviceNumber {
    private DeviceNumber() {}

    /// The number as the kernel prints it (`8:16`), empty where `path`, links followed, is not there. Of
    /// what is no device it is `0:0`.
    static Optional<String> of(Path path) {
        return of(path, "unix:rdev");
    }

    /// The number of the device on which a file is, empty where there is none of that name.
    static Optional<String> beneath(Path path) {
        return of(path, "unix:dev");
    }

    private static Optional<String> of(Path path, String attribute) {
        try {
            if (!(Files.getAttribute(path, attribute) instanceof Long number)) {
                return Optional.empty();
            }
            long major = (number >>> 8 & 0xFFF) | (number >>> 32 & ~0xFFFL);
            long minor = (number & 0xFF) | (number >>> 12 & 0xFFFFFF00L);
            return Optional.of(major + ":" + minor);
        } catch (IOException | UnsupportedOperationException gone) {
            return Optional.empty();
        }
    }
}
