package orion.core.resource;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import orion.core.configuration.FailoverLimit;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What becomes of a resource that has failed, or whose node is lost. So many failures within a time are answered
/// where it is, then comes what its definition says (rule R9). It is carried on from node to node only so often, and
/// not when it may be what kills them; then a person is asked (rule R10). What counts is forgotten after its time.
final class RecoveryRules {
    private final ClusterState state;
    private final Moment moment;
    private final Placement placement;

    /// @param placement of the same state, or of what becomes of it
    RecoveryRules(ClusterState state, Moment moment, Placement placement) {
        this.state = state;
        this.moment = moment;
        this.placement = placement;
    }

    /// Without what has counted for long enough.
    ResourceState withoutForgotten(ResourceState resource) {
        Tally tally = resource.tally();
        Recent recent = moment.recent(resource.name());
        int failures = tally.failures() - expired(recent.failures(), failureMillis(resource));
        int failovers = tally.failovers() - expired(recent.failovers(), failoverMillis(resource));
        boolean harmless = isToBeAcquitted(resource) && harmlessInMillis(resource) <= 0;
        Tally next = tally.withFailures(Math.max(0, failures)).withFailovers(Math.max(0, failovers));
        next = harmless ? next.acquittal() : next;
        return next.equals(tally) ? resource : resource.with(next);
    }

    private int expired(List<Long> times, long window) {
        return (int) times.stream().filter(at -> leftMillis(at, window) <= 0).count();
    }

    private long leftMillis(long at, long window) {
        return at + window - moment.now();
    }

    /// In how many milliseconds something is forgotten; [Long#MAX_VALUE] where nothing counts.
    long dueInMillis(ResourceState resource) {
        Recent recent = moment.recent(resource.name());
        LongStream failures = recent.failures().stream().mapToLong(at -> leftMillis(at, failureMillis(resource)));
        LongStream failovers = recent.failovers().stream().mapToLong(at -> leftMillis(at, failoverMillis(resource)));
        LongStream harmless =
                isToBeAcquitted(resource) ? LongStream.of(harmlessInMillis(resource)) : LongStream.empty();
        return Stream.of(failures, failovers, harmless)
                .flatMapToLong(millis -> millis)
                .filter(millis -> millis > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Whether anybody may ask one day if it killed its node. That it did not is agreed on as soon as a master knows
    /// it: the next one may have come only just now, and would suspect what has run for hours.
    private boolean isToBeAcquitted(ResourceState resource) {
        return policy(resource).limit().deadNodes() > 0
                && resource.phase() == Phase.RUNNING
                && !resource.tally().acquitted();
    }

    /// When it will have run for so long that it does not kill its node.
    private long harmlessInMillis(ResourceState resource) {
        Recent recent = moment.recent(resource.name());
        boolean runs = resource.phase() == Phase.RUNNING && recent.action() == resource.action();
        return recent.runsSince()
                .filter(_ -> runs)
                .map(since -> leftMillis(since, FailoverLimit.HARMLESS_AFTER_SECONDS * 1_000L))
                .orElse(Long.MAX_VALUE);
    }

    private long failureMillis(ResourceState resource) {
        return policy(resource).monitoring().withinSeconds() * 1_000L;
    }

    private long failoverMillis(ResourceState resource) {
        return policy(resource).limit().withinSeconds() * 1_000L;
    }

    /// It has failed, and nothing keeps the manager from acting: it is started again, but not for ever.
    ResourceState recovering(ResourceState stopped) {
        MonitoringPolicy monitoring = policy(stopped).monitoring();
        if (stopped.failures() <= monitoring.restarts()) {
            return stopped.restarting(stopped.failures(), stopped.reason());
        }
        String why = stopped.reason() + "; given up after "
                + (monitoring.restarts() == 1 ? "1 restart" : monitoring.restarts() + " restarts");
        return switch (monitoring.action()) {
            case COMATOSE -> stopped.comatose(true, why);
            case MIGRATE -> migrating(stopped, why);
            case REBOOT ->
                reboots()
                        .obstacle(stopped)
                        .or(() -> goesFirst(stopped))
                        .map(obstacle -> stopped.comatose(true, why + "; " + obstacle))
                        .orElse(stopped);
        };
    }

    /// Another node goes for what was agreed on before this: it may be on its way already, and still a member.
    private Optional<String> goesFirst(ResourceState stopped) {
        return reboots()
                .elsewhere(stopped)
                .filter(other -> isAgreed(other)
                        && (!isAgreed(stopped)
                                || other.at()
                                                .orElseThrow()
                                                .compareTo(stopped.at().orElseThrow())
                                        < 0))
                .findFirst()
                .map(other -> "its node is not rebooted while another one is, because of " + other.name());
    }

    /// Whether this node has seen as many failures of it agreed on before.
    private boolean isAgreed(ResourceState resource) {
        return moment.recent(resource.name()).failures().size() >= resource.failures();
    }

    private RebootRules reboots() {
        return new RebootRules(state, moment.generation().members());
    }

    /// It stays where it goes, as if a person had moved it: on the node where it failed it would fail again.
    private ResourceState migrating(ResourceState stopped, String why) {
        FailoverLimit limit = policy(stopped).limit();
        Tally counted = stopped.tally().withFailovers(failovers(stopped));
        if (limit.most() > 0 && counted.failovers() > limit.most()) {
            return stopped.comatose(true, why + "; " + tooOften(limit));
        }
        Optional<NodeId> target = placement.elsewhere(stopped).node();
        if (target.isEmpty()) {
            return stopped.comatose(true, why + ", and no other node can take it");
        }
        Optional<Member> first = FailbackRules.first(state, moment.generation(), stopped.name());
        ResourceState moving = stopped.unloading(why).ruledTo(target.get()).with(counted.upSince(0));
        return first.equals(stopped.at()) ? moving.stayingFrom(first) : moving;
    }

    /// What counts against a resource that runs, and for how long yet, to end a sentence with; empty where nothing
    /// does.
    static Optional<String> counting(ClusterState state, Moment moment, ResourceState resource) {
        if (resource.failures() == 0) {
            return Optional.empty();
        }
        MonitoringPolicy monitoring =
                state.configuration().resource(resource.name()).policy().monitoring();
        long oldest =
                moment.recent(resource.name()).failures().stream().findFirst().orElse(moment.now());
        long seconds = Math.max(0, oldest + monitoring.withinSeconds() * 1_000L - moment.now() + 999) / 1_000;
        return Optional.of("; of " + monitoring.restarts() + " failures that are answered there " + resource.failures()
                + (resource.failures() == 1 ? " counts" : " count") + ", the oldest for " + seconds + " s more");
    }

    /// The member that had it is no longer in: whatever it had is stopped before anybody else starts it (the gate
    /// is `Authority.mayStart`). A comatose resource stays so, because a person must look at it. Where the
    /// failover is manual a person is asked (rule R4), unless the resource was on its way elsewhere.
    ResourceState lost(ResourceState resource, Member member) {
        if (resource.phase() == Phase.COMATOSE) {
            return resource.inactive(Phase.COMATOSE, resource.reason());
        }
        String what = state.configuration().nameOf(member.node())
                + reboots()
                        .causeOn(member)
                        .map(cause -> " was rebooted, because of " + cause.name() + ": " + cause.reason())
                        .orElse(" failed");
        boolean onItsWay = resource.moveTo()
                .filter(target -> !target.equals(member.node()) && isReachable(target))
                .isPresent();
        ResourceState inactive = resource.inactive(Phase.OFFLINE, what);
        if (!resource.wantedOnline() || onItsWay) {
            return inactive.asking(Optional.empty());
        }
        // Rule R1: a person who works there may well have taken the node down.
        Tally counted = state.maintenance().covers(resource)
                ? resource.tally().withFailures(0)
                : resource.tally()
                        .withFailures(0)
                        .withFailovers(failovers(resource))
                        .withDeadNodes(deadNodes(resource));
        return inactive.with(counted.upSince(0))
                .asking(doubt(resource, counted).map(cause -> new Alert(Alert.Kind.FAILOVER, what + cause)));
    }

    /// Why a person is asked before it is loaded elsewhere, to go on with a sentence; empty where nobody is.
    private Optional<String> doubt(ResourceState resource, Tally counted) {
        FailoverLimit limit = policy(resource).limit();
        if (limit.deadNodes() > 0 && counted.deadNodes() >= limit.deadNodes()) {
            return Optional.of(lostNodes(resource, counted.deadNodes()));
        }
        if (limit.most() > 0 && counted.failovers() > limit.most()) {
            return Optional.of("; " + tooOften(limit));
        }
        return policy(resource).failover() == Mode.MANUAL ? Optional.of("") : Optional.empty();
    }

    private static String lostNodes(ResourceState resource, int many) {
        if (resource.phase() == Phase.STOPPED) {
            return "; " + many + (many == 1 ? " node was" : " nodes in a row were") + " lost because of "
                    + resource.name();
        }
        String nodes = many == 1 ? "; it died soon" : "; " + many + " nodes in a row died soon";
        return nodes + " after the load of " + resource.name() + " had begun there, which may be the cause";
    }

    private static String tooOften(FailoverLimit limit) {
        return "by itself it fails over " + (limit.most() == 1 ? "once" : limit.most() + " times") + " within "
                + limit.withinSeconds() + " s at most";
    }

    private int failovers(ResourceState resource) {
        int before = resource.tally().failovers();
        return policy(resource).limit().most() > 0 ? before + 1 : 0;
    }

    /// With the node that is lost now. What was being unloaded says nothing about it.
    private int deadNodes(ResourceState resource) {
        int before = resource.tally().deadNodes();
        if (policy(resource).limit().deadNodes() == 0) {
            return 0;
        }
        return switch (resource.phase()) {
            case LOADING -> before + 1;
            case RUNNING -> resource.tally().acquitted() || harmlessInMillis(resource) <= 0 ? 0 : before + 1;
            // It was the cause of a reboot, and may be that of the next one.
            case STOPPED ->
                before + (reboots().causeOn(resource.at().orElseThrow()).equals(Optional.of(resource)) ? 1 : 0);
            case OFFLINE, QUORUM_WAIT, UNASSIGNED, ALERT, UNLOADING, COMATOSE -> before;
        };
    }

    private boolean isReachable(NodeId node) {
        return moment.generation().members().contains(node) && !state.leaving().contains(node);
    }

    private ResourcePolicy policy(ResourceState resource) {
        return state.configuration().resource(resource.name()).policy();
    }
}
