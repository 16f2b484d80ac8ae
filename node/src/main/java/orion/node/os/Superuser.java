package orion.node.os;

import java.io.IOException;

/// Whether this process runs as root, who alone may mount, give addresses and order systemd.
public final class Superuser {
    private Superuser() {}

    public static boolean runsThis() {
        try {
            return Privileges.ofThis().root();
        } catch (IOException untold) {
            return userName().equals("root");
        }
    }

    /// The user who runs this process.
    public static String userName() {
        return System.getProperty("user.name", "?");
    }
}
