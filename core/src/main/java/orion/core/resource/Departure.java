package orion.core.resource;

import orion.core.Output.Ending;
import orion.core.Output.StopEverything.Cause;

/// Whether a node that was asked to leave, or has to, can go.
public enum Departure {
    /// it was not asked, or its resources have not moved yet
    NOT_YET("", Cause.LEAVES, Ending.LEFT),
    /// it holds nothing any more
    IN_ORDER("it left in order", Cause.LEAVES, Ending.LEFT),
    /// all that is left on it is comatose: no order will unload it, so it must be stopped by force
    BY_FORCE("it leaves, and what is comatose on it can only be stopped by force", Cause.LEAVES, Ending.LEFT),
    /// a resource on it has failed too often, and its definition says that the node is rebooted then (rule R9)
    REBOOT("it is rebooted, because a resource on it has failed too often", Cause.RESOURCE_FAILED, Ending.UNSAFE),
    /// it is no configured node any more (rule M5)
    REMOVED(
            "it was removed from the cluster; if it is to belong to it again, enrol it anew",
            Cause.REMOVED,
            Ending.LEFT);

    private final String reason;
    private final Cause cause;
    private final Ending ending;

    Departure(String reason, Cause cause, Ending ending) {
        this.reason = reason;
        this.cause = cause;
        this.ending = ending;
    }

    /// Why it goes, in a sentence for people.
    public String reason() {
        return reason;
    }

    /// Why everything is stopped, where it cannot go in order.
    public Cause cause() {
        return cause;
    }

    /// How its life ends.
    public Ending ending() {
        return ending;
    }
}
