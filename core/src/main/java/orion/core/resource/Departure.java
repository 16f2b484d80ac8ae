package orion.core.resource;

/// Whether a node that was asked to leave can go.
public enum Departure {
    /// it was not asked, or its resources have not moved yet
    NOT_YET,
    /// it holds nothing any more
    IN_ORDER,
    /// all that is left on it is comatose: no order will unload it, so it must be stopped by force
    BY_FORCE
}
