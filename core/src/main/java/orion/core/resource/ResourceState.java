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
/// @param byRule       whether a rule moves it there, and no person
/// @param alert        the question about it that nobody has answered yet
/// @param staysFrom    the life of its first node to which it does not go back by itself, because a person said so
/// @param tally        what is counted of it
/// @param reason       why it is where it is, in a sentence for people
public record ResourceState(
        String name,
        Phase phase,
        Optional<Member> at,
        long action,
        boolean wantedOnline,
        Optional<NodeId> moveTo,
        boolean byRule,
        Optional<Alert> alert,
        Optional<Member> staysFrom,
        Tally tally,
        String reason) {

    /// A resource that was just created.
    public static ResourceState created(String name, boolean wantedOnline) {
        return new ResourceState(
                name,
                Phase.OFFLINE,
                Optional.empty(),
                0,
                wantedOnline,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Tally.NONE,
                "not started yet");
    }

    /// As a cold start finds it: as if just created, but it was loaded as often as it was.
    ResourceState coldStart(Optional<Alert> question) {
        return created(name, wantedOnline).with(tally.coldStart()).asking(wantedOnline ? question : Optional.empty());
    }

    public int lives() {
        return tally.lives();
    }

    public int failures() {
        return tally.failures();
    }

    /// What happened to it since the cluster was started, to begin a sentence with; empty before its
    /// first order.
    String history() {
        return action == 0 ? "" : reason + "; ";
    }

    /// Ordered to load on a member: from now on only that member may have it active. Wherever that is, a wish to
    /// move is fulfilled or void with it: a wish that stayed would move the resource again and again.
    public ResourceState loading(Member member, String why) {
        return in(Phase.LOADING, Optional.of(member), why)
                .ordered()
                .movingTo(Optional.empty())
                .asking(Optional.empty())
                .with(tally.loading(!byRule && moveTo.equals(Optional.of(member.node()))));
    }

    /// Ordered to unload where it is.
    public ResourceState unloading(String why) {
        return in(Phase.UNLOADING, at, why).ordered().asking(Optional.empty()).with(tally.upSince(0));
    }

    /// Works.
    ///
    /// @param sinceSeconds seconds since 1970 by the clock of its host
    public ResourceState running(long sinceSeconds) {
        return in(Phase.RUNNING, at, reason).with(tally.upSince(sinceSeconds));
    }

    /// Was unloaded as it was ordered to be.
    ResourceState unloaded() {
        return inactive(Phase.OFFLINE, reason);
    }

    /// Stopped by itself: parts of it may still be active where it was.
    public ResourceState stopped(int failureCount, String why) {
        return in(Phase.STOPPED, at, why).with(tally.upSince(0).withFailures(failureCount));
    }

    /// Not active anywhere.
    public ResourceState inactive(Phase where, String why) {
        return in(where, Optional.empty(), why).with(tally.upSince(0));
    }

    /// Failed; `dirty` says that parts of it may still be active where it was.
    public ResourceState comatose(boolean dirty, String why) {
        return in(Phase.COMATOSE, dirty ? at : Optional.empty(), why)
                .movingTo(Optional.empty())
                .asking(Optional.empty())
                .with(tally.upSince(0));
    }

    /// Wanted or not wanted, as an administrator said; being asked for anew forgets earlier failures, and answers what
    /// was asked, so that only its cause remains as the reason.
    public ResourceState wanting(boolean online, Optional<NodeId> target) {
        String why = alert.filter(_ -> phase == Phase.ALERT).map(Alert::cause).orElse(reason);
        return new ResourceState(
                name, phase, at, action, online, target, false, Optional.empty(), staysFrom, tally.forgiven(), why);
    }

    /// Stopped by itself: ordered to unload what is left of it, then to load where it was, or where it was asked to
    /// move to just before: there nothing has failed yet.
    public ResourceState restarting(int failureCount, String why) {
        boolean elsewhere = moveTo.filter(node -> !at.map(Member::node).equals(Optional.of(node)))
                .isPresent();
        return unloading(why)
                .movingTo(moveTo.or(() -> at.map(Member::node)))
                .with(tally.upSince(0).withFailures(elsewhere ? 0 : failureCount));
    }

    /// With a node to go to when it is loaded next.
    public ResourceState movingTo(Optional<NodeId> target) {
        return new ResourceState(name, phase, at, action, wantedOnline, target, false, alert, staysFrom, tally, reason);
    }

    /// A rule has it loaded there next, if it still may then.
    ResourceState ruledTo(NodeId node) {
        return new ResourceState(
                name, phase, at, action, wantedOnline, Optional.of(node), true, alert, staysFrom, tally, reason);
    }

    /// With a question that a person has to answer, or without.
    public ResourceState asking(Optional<Alert> question) {
        return new ResourceState(
                name, phase, at, action, wantedOnline, moveTo, byRule, question, staysFrom, tally, reason);
    }

    /// It does not go back to this life of its first node by itself.
    public ResourceState stayingFrom(Optional<Member> first) {
        return new ResourceState(name, phase, at, action, wantedOnline, moveTo, byRule, alert, first, tally, reason);
    }

    /// The same with another reason.
    public ResourceState because(String why) {
        return in(phase, at, why);
    }

    /// With other figures.
    public ResourceState with(Tally figures) {
        return new ResourceState(
                name, phase, at, action, wantedOnline, moveTo, byRule, alert, staysFrom, figures, reason);
    }

    private ResourceState in(Phase next, Optional<Member> where, String why) {
        return new ResourceState(name, next, where, action, wantedOnline, moveTo, byRule, alert, staysFrom, tally, why);
    }

    private ResourceState ordered() {
        return new ResourceState(
                name, phase, at, action + 1, wantedOnline, moveTo, byRule, alert, staysFrom, tally, reason);
    }
}
