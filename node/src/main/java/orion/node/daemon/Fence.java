package orion.node.daemon;

/// What the daemon does when it may hold nothing any more and cannot prove that everything is stopped.
public enum Fence {
    /// Reboots the host by force, without unmounting anything: the only safe way on a real server.
    REBOOT,
    /// Ends at once; the guard beside it kills every process of every resource. For demonstrations and tests,
    /// where there is no host to reboot.
    KILL
}
