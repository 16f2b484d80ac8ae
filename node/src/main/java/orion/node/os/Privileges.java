package orion.node.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel lets a process do, as `/proc/PID/status` tells. Being root is no answer: in a container,
/// or in a service whose unit takes capabilities away, root may not reboot; and a service that was given
/// `CAP_SYS_BOOT` may.
///
/// @param effectiveUser number of the user whose rights count
/// @param effective capabilities of the process itself, one bit each
/// @param bounding those that a program started by it can have at most
/// @param ambient those that a program started by it keeps although it is not root's
public record Privileges(long effectiveUser, long effective, long bounding, long ambient) {
    private static final Path OWN = Path.of("/proc/self/status");
    private static final int CAP_SYS_BOOT = 22;

    /// Those of this process.
    public static Privileges ofThis() throws IOException {
        return parse(Files.readString(OWN));
    }

    /// @param status the text of `/proc/PID/status`
    static Privileges parse(String status) {
        // Real, effective, saved and file system user.
        String user = field(status, "Uid").split("\\s+", -1)[1];
        return new Privileges(
                Long.parseLong(user), mask(status, "CapEff"), mask(status, "CapBnd"), mask(status, "CapAmb"));
    }

    private static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the kernel does not tell " + name));
    }

    private static long mask(String status, String name) {
        return Long.parseUnsignedLong(field(status, name), 16);
    }

    /// Whether this is root.
    boolean root() {
        return effectiveUser == 0;
    }

    /// Whether the process itself may reboot the host by force.
    public boolean mayReboot() {
        return has(effective, CAP_SYS_BOOT);
    }

    /// Whether a program that it starts may, such as the guard's `reboot`.
    public boolean programsMayReboot() {
        return has(root() ? bounding : ambient, CAP_SYS_BOOT);
    }

    private static boolean has(long mask, int capability) {
        return (mask >>> capability & 1) == 1;
    }
}
