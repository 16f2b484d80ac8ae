package orion.node.os;

/// Whether this process runs as root, who alone may mount, give addresses, order systemd and reboot.
public final class Superuser {
    private Superuser() {}

    public static boolean runsThis() {
        return userName().equals("root");
    }

    /// The user who runs this process.
    public static String userName() {
        return System.getProperty("user.name", "?");
    }
}
