package orion.core.configuration;

/// How the manager treats a resource: what it does by itself and what it asks a person about.
///
/// @param start                what happens when the cluster starts; manual: a person is asked
/// @param failover             what happens when the node that had it is lost; manual: a person is asked
/// @param failback             what happens when the first of its preferred nodes is back
/// @param failbackAfterSeconds how long that node must have been a member by then
/// @param ignoreQuorum         loaded without waiting for the cluster's quorum
/// @param followsMaster        runs on the master only and moves with it, whatever nodes are preferred
/// @param placement            how it gets along with others where nodes are chosen
public record ResourcePolicy(
        Mode start,
        Mode failover,
        Mode failback,
        int failbackAfterSeconds,
        boolean ignoreQuorum,
        boolean followsMaster,
        PlacementPolicy placement) {
    public static final int DEFAULT_FAILBACK_AFTER_SECONDS = 60;

    /// The usual settings: it starts and fails over by itself, and stays where it is.
    public static final ResourcePolicy USUAL = new ResourcePolicy(
            Mode.AUTO, Mode.AUTO, Mode.DISABLE, DEFAULT_FAILBACK_AFTER_SECONDS, false, false, PlacementPolicy.USUAL);

    /// Who decides, in the original's words.
    public enum Mode {
        /// the manager, at once
        AUTO,
        /// a person, who is asked
        MANUAL,
        /// nobody: it does not happen
        DISABLE
    }

    /// @throws IllegalArgumentException with one sentence that names the field and the rule
    public ResourcePolicy {
        if (start == Mode.DISABLE || failover == Mode.DISABLE) {
            throw new IllegalArgumentException((start == Mode.DISABLE ? "start" : "failover")
                    + " must be auto or manual: only failback can be off");
        }
        if (followsMaster && !placement.apart().isEmpty()) {
            throw new IllegalArgumentException("follows-master and apart exclude each other: what must be kept apart"
                    + " from it may be on the node that becomes master");
        }
        if (failbackAfterSeconds < 0 || failbackAfterSeconds > DefinitionRules.LONGEST_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException("failback-after must be 0 to %d seconds, not %d"
                    .formatted(DefinitionRules.LONGEST_TIMEOUT_SECONDS, failbackAfterSeconds));
        }
    }

    /// The same, getting along with others in another way.
    public ResourcePolicy with(PlacementPolicy other) {
        return new ResourcePolicy(start, failover, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, other);
    }

    public boolean startsAutomatically() {
        return start == Mode.AUTO;
    }

    public ResourcePolicy withStart(Mode mode) {
        return new ResourcePolicy(
                mode, failover, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, placement);
    }

    public ResourcePolicy withFailover(Mode mode) {
        return new ResourcePolicy(start, mode, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, placement);
    }

    /// The same with another failback.
    ///
    /// @param afterSeconds how long the first node must have been a member
    public ResourcePolicy withFailback(Mode mode, int afterSeconds) {
        return new ResourcePolicy(start, failover, mode, afterSeconds, ignoreQuorum, followsMaster, placement);
    }

    public ResourcePolicy ignoringQuorum() {
        return new ResourcePolicy(start, failover, failback, failbackAfterSeconds, true, followsMaster, placement);
    }

    public ResourcePolicy followingMaster() {
        return new ResourcePolicy(start, failover, failback, failbackAfterSeconds, ignoreQuorum, true, placement);
    }
}
