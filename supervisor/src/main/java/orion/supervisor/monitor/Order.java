package orion.supervisor.monitor;

/// What the monitor has gwha do.
public enum Order {
    /// Look whether it runs, and do nothing.
    LOOK,
    /// Look whether it runs, and start it only if it does not.
    START_IF_DOWN,
    /// Stop what hangs, and start it.
    RESTART
}
