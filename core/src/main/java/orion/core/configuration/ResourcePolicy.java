package orion.core.configuration;

/// How the manager treats a resource: what it does by itself and what it asks a person about.
///
/// @param start                what happens when the cluster starts; manual: a person is asked
/// @param failover             what happens when the node that had it is lost; manual: a person is asked
/// @param failback             what happens when the first of its preferred nodes is back
/// @param failbackAfterSeconds how long that node must have been a member by then
/// @param ignoreQuorum         loaded without waiting for the cluster's quorum
/// @param followsMaster        runs on the master only and moves with it, whatever nodes are preferred
/// @param monitoring           how closely it is looked at, and what becomes of it when it is not well
/// @param limit                how far it is carried on from node to node
/// @param placement            how it gets along with others where nodes are chosen
public record ResourcePolicy(
        Mode start,
        Mode failover,
        Mode failback,
        int failbackAfterSeconds,
        boolean ignoreQuorum,
        boolean followsMaster,
        MonitoringPolicy monitoring,
        FailoverLimit limit,
        PlacementPolicy placement) {
    public static final int DEFAULT_FAILBACK_AFTER_SECONDS = 60;

    /// The usual settings: it starts and fails over by itself, and stays where it is.
    public static final ResourcePolicy USUAL = new ResourcePolicy(
            Mode.AUTO,
            Mode.AUTO,
            Mode.DISABLE,
            DEFAULT_FAILBACK_AFTER_SECONDS,
            false,
            false,
            MonitoringPolicy.USUAL,
            FailoverLimit.USUAL,
            PlacementPolicy.USUAL);

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
        return policy(start, failover, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, other);
    }

    /// The same, looked at in another way.
    public ResourcePolicy with(MonitoringPolicy other) {
        return new ResourcePolicy(
                start, failover, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, other, limit, placement);
    }

    /// The same, carried on further or less far.
    public ResourcePolicy with(FailoverLimit other) {
        return new ResourcePolicy(
                start,
                failover,
                failback,
                failbackAfterSeconds,
                ignoreQuorum,
                followsMaster,
                monitoring,
                other,
                placement);
    }

    public boolean startsAutomatically() {
        return start == Mode.AUTO;
    }

    public ResourcePolicy withStart(Mode mode) {
        return policy(mode, failover, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, placement);
    }

    public ResourcePolicy withFailover(Mode mode) {
        return policy(start, mode, failback, failbackAfterSeconds, ignoreQuorum, followsMaster, placement);
    }

    /// The same with another failback.
    ///
    /// @param afterSeconds how long the first node must have been a member
    public ResourcePolicy withFailback(Mode mode, int afterSeconds) {
        return policy(start, failover, mode, afterSeconds, ignoreQuorum, followsMaster, placement);
    }

    public ResourcePolicy ignoringQuorum() {
        return policy(start, failover, failback, failbackAfterSeconds, true, followsMaster, placement);
    }

    public ResourcePolicy followingMaster() {
        return policy(start, failover, failback, failbackAfterSeconds, ignoreQuorum, true, placement);
    }

    private ResourcePolicy policy(
            Mode starts,
            Mode failsOver,
            Mode failsBack,
            int after,
            boolean ignores,
            boolean follows,
            PlacementPolicy to) {
        return new ResourcePolicy(starts, failsOver, failsBack, after, ignores, follows, monitoring, limit, to);
    }
}
