package orion.core.resource;

import java.util.Optional;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What the cluster has agreed on about one resource.
///
/// @param name         the resource
/// @param phase        where it stands
/// @param at           the only member that may have any part of it active; empty when nobody has
/// @param action       numbers the orders to load and unload; a report that names an older number is stale
/// @param wantedOnline whether it should run whenever it can
/// @param moveTo       the node it was asked to move to, until it is loaded
/// @param lives        how many times it was loaded
/// @param failures     how many times it stopped by itself since it last ran for long
/// @param reason       why it is where it is, in a sentence for people
public record ResourceState(
        String name,
        Phase phase,
        Optional<Member> at,
        long action,
        boolean wantedOnline,
        Optional<NodeId> moveTo,
        int lives,
        int failures,
        String reason) {

    /// A resource that was just created.
    public static ResourceState created(String name, boolean wantedOnline) {
        return new ResourceState(
                name, Phase.OFFLINE, Optional.empty(), 0, wantedOnline, Optional.empty(), 0, 0, "not started yet");
    }

    /// As a cold start finds it: as if just created, but it was loaded as often as it was.
    ResourceState coldStart(boolean online) {
        ResourceState fresh = created(name, online);
        return new ResourceState(
                name, fresh.phase, fresh.at, fresh.action, online, fresh.moveTo, lives, fresh.failures, fresh.reason);
    }

    /// What happened to it since the cluster was started, to begin a sentence with; empty before its
    /// first order.
    String history() {
        return action == 0 ? "" : reason + "; ";
    }

    /// Ordered to load on a member: from now on only that member may have it active. Wherever that is, a wish to
    /// move is fulfilled or void with it: a wish that stayed would move the resource again and again.
    public ResourceState loading(Member member, String why) {
        return new ResourceState(
                name,
                Phase.LOADING,
                Optional.of(member),
                action + 1,
                wantedOnline,
                Optional.empty(),
                lives + 1,
                failures,
                why);
    }

    /// Ordered to unload where it is.
    public ResourceState unloading(String why) {
        return new ResourceState(name, Phase.UNLOADING, at, action + 1, wantedOnline, moveTo, lives, failures, why);
    }

    public ResourceState running() {
        return new ResourceState(name, Phase.RUNNING, at, action, wantedOnline, moveTo, lives, failures, reason);
    }

    /// Stopped by itself: parts of it may still be active where it was.
    public ResourceState stopped(int failureCount, String why) {
        return new ResourceState(name, Phase.STOPPED, at, action, wantedOnline, moveTo, lives, failureCount, why);
    }

    /// With a node to go to when it is loaded next.
    public ResourceState movingTo(Optional<NodeId> target) {
        return new ResourceState(name, phase, at, action, wantedOnline, target, lives, failures, reason);
    }

    /// The same with another reason.
    public ResourceState because(String why) {
        return new ResourceState(name, phase, at, action, wantedOnline, moveTo, lives, failures, why);
    }

    /// Not active anywhere.
    public ResourceState inactive(Phase where, String why) {
        return new ResourceState(name, where, Optional.empty(), action, wantedOnline, moveTo, lives, failures, why);
    }

    /// Failed; `dirty` says that parts of it may still be active where it was.
    public ResourceState comatose(boolean dirty, String why) {
        Optional<Member> left = dirty ? at : Optional.empty();
        return new ResourceState(
                name, Phase.COMATOSE, left, action, wantedOnline, Optional.empty(), lives, failures, why);
    }

    /// Wanted or not wanted, as an administrator said; being asked for anew forgets earlier failures.
    public ResourceState wanting(boolean online, Optional<NodeId> target) {
        return new ResourceState(name, phase, at, action, online, target, lives, 0, reason);
    }

    /// Stopped by itself: ordered to unload what is left of it, then to load where it was, or where it was asked to
    /// move to just before.
    public ResourceState restarting(int failureCount, String why) {
        Optional<NodeId> next = moveTo.or(() -> at.map(Member::node));
        return new ResourceState(name, Phase.UNLOADING, at, action + 1, wantedOnline, next, lives, failureCount, why);
    }
}
