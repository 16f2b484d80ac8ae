package orion.node.os;

/// Ends this host at once, so that no resource runs on after the node has lost the right to it. An interface, because
/// the demo kills the resources' processes instead and tests must never reboot anything.
@FunctionalInterface
public interface Reboot {
    /// Restarts the host without flushing or unmounting anything; returns only by throwing.
    void now() throws LinuxException;
}
