package orion.node.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the kernel tells of a watchdog without its being opened, which would arm it.
///
/// @param directory its directory below `/sys`; empty where the kernel tells nothing
public record WatchdogAttributes(Optional<Path> directory) {
    private static final Path DEVICES = Path.of("/sys/dev/char");
    private static final Path FIRST = Path.of("/sys/class/watchdog/watchdog0");
    // `/dev/watchdog` without a number is another name of the first one, and has no attributes of its own.
    private static final String NAMELESS = "10:130";

    /// Looks up the watchdog behind a device file.
    public static WatchdogAttributes of(Path device) {
        return new WatchdogAttributes(DeviceNumber.of(device)
                .map(number -> number.equals(NAMELESS) ? FIRST : DEVICES.resolve(number))
                .filter(Files::isDirectory));
    }

    /// Whether nothing can disarm it once it is armed; false where the kernel does not tell.
    public boolean noWayOut() {
        return read("nowayout").map(word -> !word.equals("0")).orElse(false);
    }

    /// Whether it is armed; false where the kernel does not tell.
    public boolean armed() {
        return read("state").map("active"::equals).orElse(false);
    }

    private Optional<String> read(String attribute) {
        try {
            return directory.isPresent()
                    ? Optional.of(
                            Files.readString(directory.get().resolve(attribute)).strip())
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
