package orion.core.resource;

/// Whether a node that was asked to leave can go.
public enum Departure {
    /// it was not asked, or its resources have not moved yet
    NOT_YET(""),
    /// it holds nothing any more
    IN_ORDER("it left in order"),
    /// all that is left on it is comatose: no order will unload it, so it must be stopped by force
    BY_FORCE("it leaves, and what is comatose on it can only be stopped by force"),
    /// a resource on it has failed too often, and its definition says that the node is rebooted then (rule R9)
    REBOOT("it is rebooted, because a resource on it has failed too often"),
    /// it is no configured node any more (rule M5)
    REMOVED("it was removed from the cluster; if it is to belong to it again, enrol it anew");

    private final String reason;

    Departure(String reason) {
        this.reason = reason;
    }

    /// Why it goes, in a sentence for people.
    public String reason() {
        return reason;
    }
}
