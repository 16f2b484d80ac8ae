package orion.core.resource;

/// The states a resource can be in, in the original's words.
public enum Phase {
    /// stopped, and nobody wants it started
    OFFLINE("Offline"),
    /// wants to start, but too few nodes have come up yet
    QUORUM_WAIT("Quorum Wait"),
    /// wants to start, but none of its nodes is up
    UNASSIGNED("Unassigned"),
    /// wants to start, and a person has to say whether it may
    ALERT("Alert"),
    /// being started on its node
    LOADING("Loading"),
    /// works
    RUNNING("Running"),
    /// stopped by itself in maintenance: what is left of it stays where it is, until the maintenance is over
    STOPPED("Stopped"),
    /// being stopped on its node
    UNLOADING("Unloading"),
    /// needs a person: starting or stopping failed. Never starts again by itself; it must be taken offline first.
    COMATOSE("Comatose");

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    /// The name people see.
    public String title() {
        return title;
    }
}
