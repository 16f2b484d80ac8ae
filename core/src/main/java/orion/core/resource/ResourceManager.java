package orion.core.resource;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.Event;
import orion.core.Input;
import orion.core.Outbox;
import orion.core.Output;
import orion.core.authority.Authority;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.wire.Message;

/// The cluster resource manager of one node: keeps its copy of the agreed state, does what the state orders
/// this node to do, and, as master, decides what changes next. No resource changes before all members have
/// agreed to the change.
public final class ResourceManager {
    private final Member self;
    private final Timing timing;
    private final StateAgreement agreement;
    private final ResourceDuties duties;
    private final RequestDesk desk;
    private final Countdown countdown = new Countdown();
    private Generation generation = Generation.NONE;
    private boolean member;
    private long enteredAt;
    private long quorumBy = Long.MAX_VALUE;
    private ClusterState announced;
    /// With all nodes that were ever configured while this life lasted.
    private ClusterConfiguration everConfigured;
    private Optional<StateId> judged = Optional.empty();
    private boolean judgedWaited;
    /// When the judgement may change though nothing happens.
    private long judgeAgainAt = Long.MAX_VALUE;
    /// Since when each member is in, as far as this life was there to see.
    private SortedMap<Member, Long> memberSince = Collections.emptySortedMap();
    /// When it happened what counts of resources for a while; of the state whose number stands beside.
    private SortedMap<String, Recent> recent = Collections.emptySortedMap();
    private Optional<StateId> remembered = Optional.empty();

    public ResourceManager(Member self, Timing timing, ClusterState remembered) {
        this.self = self;
        this.timing = timing;
        this.agreement = new StateAgreement(self, timing, remembered);
        this.duties = new ResourceDuties(self);
        this.desk = new RequestDesk(self, timing);
        this.announced = agreement.committed();
        this.everConfigured = announced.configuration();
    }

    /// This node is a member of a new generation.
    public void enter(long now, Generation next, Outbox outbox) {
        generation = next;
        member = true;
        enteredAt = now;
        judged = Optional.empty();
        SortedMap<Member, Long> since = new TreeMap<>();
        next.fullMembers().forEach(known -> since.put(known, memberSince.getOrDefault(known, now)));
        memberSince = Collections.unmodifiableSortedMap(since);
        desk.forgetUncommitted();
        countdown.begin(now);
        // Rule M5: whoever agreed to this generation knew all its members then (rule M3). One that was removed since
        // may be removed here, and elsewhere not, or not any more; all take the same one for the master all the same.
        everConfigured = committed().configuration().withNodesOf(everConfigured);
        NodeId master = everConfigured.highest(next.members()).orElse(self.node());
        agreement.enter(now, next, master, outbox);
    }

    public void received(long now, Member from, Message.AboutState message, Outbox outbox) {
        switch (message) {
            case Message.StateReport report -> agreement.onReport(now, from, report, outbox);
            case Message.StateFetch fetch -> agreement.onFetch(from, fetch, outbox);
            case Message.StateCopy copy -> agreement.onCopy(now, from, copy, outbox);
            case Message.StateInstall install -> agreement.onInstall(from, install, outbox);
            case Message.StateInstalled installed -> agreement.onInstalled(from, installed);
            case Message.Prepare prepare -> agreement.onPrepare(from, prepare, outbox);
            case Message.Prepared prepared -> agreement.onPrepared(from, prepared, outbox);
            case Message.Commit commit -> agreement.onCommit(from, commit.id());
            case Message.MasterRequest request -> {
                if (agreement.isMaster()) {
                    desk.onRequest(from, request, outbox);
                }
            }
        }
    }

    /// A node that is no member asks what the members have agreed on (rule M3).
    public void inquired(Member from, Message.StateInquiry inquiry, Outbox outbox) {
        agreement.onInquiry(from, inquiry, outbox);
    }

    /// The answer, of use only outside.
    public void learned(Message.StateNews news, Outbox outbox) {
        if (!member) {
            agreement.onNews(news, outbox);
            // Rule M3: it hears, and may agree to a generation with, every node it ever learned of.
            everConfigured = committed().configuration().withNodesOf(everConfigured);
        }
    }

    /// As master: since when it needs to read what earlier members have agreed on, if it does (rule C3).
    public OptionalLong wantsCopiesSince() {
        return member ? agreement.wantsCopiesSince() : OptionalLong.empty();
    }

    /// What keeps this member's generation from beginning, where that takes longer than anybody may be silent.
    public Optional<String> obstacle(long now) {
        if (!member || agreement.installedIn(generation) || now - enteredAt < timing.toleranceMillis()) {
            return Optional.empty();
        }
        return Optional.of("generation " + generation.number() + " has not begun: its master, "
                + nameOf(agreement.master()) + ", has no state for it yet; look at its status");
    }

    /// The copies on the white board were read; the last good reading began then.
    public void copiesRead(long now, Optional<ClusterState> newest, long begunAt, Outbox outbox) {
        newest.ifPresent(state -> learned(new Message.StateNews(state), outbox));
        if (member) {
            agreement.copiesRead(now, newest, begunAt, outbox);
        }
    }

    public void heartbeatOutside(long now, Member from, Message.Heartbeat heartbeat, Outbox outbox) {
        agreement.onHeartbeatOutside(now, from, heartbeat, outbox);
    }

    public void heartbeat(Member from, Message.Heartbeat heartbeat, Outbox outbox) {
        agreement.onHeartbeat(from, heartbeat, outbox);
    }

    public void answered(Message.MasterAnswer answer, Outbox outbox) {
        desk.onAnswer(answer, outbox);
    }

    public void ask(long now, Request request, OptionalLong ticket, Outbox outbox) {
        desk.ask(now, request, ticket, agreement.master(), outbox);
    }

    public void ended(long now, Input.ActionEnded ended, Outbox outbox) {
        Request.ActionDone report = duties.ended(now, ended);
        ask(now, report, OptionalLong.empty(), outbox);
    }

    public void failed(long now, Input.ResourceFailed failed, Outbox outbox) {
        Request report = new Request.Failed(
                failed.resource(), self, failed.action(), failed.symptom(), ResourceDuties.shortened(failed.reason()));
        ask(now, report, OptionalLong.empty(), outbox);
    }

    public void refuseAll(String why, Outbox outbox) {
        desk.refuseAll(why, outbox);
    }

    /// Moves on as far as possible.
    ///
    /// @return whether something waits for proof that an excluded member is gone
    public boolean progress(long now, Authority authority, Outbox outbox) {
        agreement.onTime(now, outbox);
        desk.onTime(now, agreement.master(), outbox);
        // One change commits at once where this node is alone; then the next may follow in the same step.
        while (agreement.canPropose() && judge(now, authority.unproven(now), outbox)) {
            announce(outbox);
        }
        announce(outbox);
        remember(now);
        return agreement.installedIn(authority.known())
                && duties.perform(now, committed(), authority.mayStart(now), outbox);
    }

    /// As master: proposes the next change, if there is one.
    private boolean judge(long now, SortedSet<Member> unproven, Outbox outbox) {
        // What was judged before is committed by now.
        desk.answerJudged(outbox);
        remember(now);
        boolean waited = quorumWaited(now);
        boolean seen = judged.isPresent()
                && judged.get().equals(committed().id())
                && judgedWaited == waited
                && now < judgeAgainAt;
        boolean counts = now >= countdown.due(committed());
        if (seen && !desk.hasWork() && !counts) {
            return false;
        }
        judged = Optional.of(committed().id());
        judgedWaited = waited;
        ClusterState counted = countdown.counted(now, committed());
        ClusterState asked = desk.judgeAll(counted, generation, unproven);
        // Each edit is committed by itself (rule H1): what undoes one on trial comes after a token is removed.
        if (asked.configuration().version() == counted.configuration().version()) {
            asked = new TrialRules(generation, unproven).next(asked, nameOf(self.node()));
        }
        ResourceRules rules = new ResourceRules(moment(now, waited));
        ClusterState next = rules.next(asked);
        long due = rules.dueInMillis(next);
        judgeAgainAt = due == Long.MAX_VALUE ? due : now + due;
        // That time passes is agreed on when that is due, or the one change would follow the other without end.
        if (next.equals(counted) && (!counts || counted.equals(committed()))) {
            desk.answerJudged(outbox);
            return false;
        }
        countdown.proposed(now);
        return agreement.propose(now, next, outbox);
    }

    private void remember(long now) {
        StateId id = committed().id();
        if (!remembered.equals(Optional.of(id))) {
            recent = Recent.seen(now, committed(), recent);
            remembered = Optional.of(id);
        }
    }

    /// When it happened what counts of resources for a while, as far as this life was there to see.
    public SortedMap<String, Recent> recent() {
        return recent;
    }

    /// Since when each member is in, as far as this life was there to see.
    public SortedMap<Member, Long> memberSince() {
        return memberSince;
    }

    private Moment moment(long now, boolean quorumWaited) {
        return Moment.at(now, generation, quorumWaited, memberSince, recent);
    }

    private boolean quorumWaited(long now) {
        if (committed().quorumReached()) {
            quorumBy = Long.MAX_VALUE;
            return true;
        }
        if (quorumBy == Long.MAX_VALUE) {
            quorumBy = now + committed().configuration().quorumTimeoutSeconds() * 1_000L;
        }
        return now >= quorumBy;
    }

    private void announce(Outbox outbox) {
        if (!agreement.takeNews()) {
            return;
        }
        ClusterState state = committed();
        duties.made(state);
        everConfigured = state.configuration().withNodesOf(everConfigured);
        announceMaintenance(state, outbox);
        TrialEvents.tell(announced, state, outbox);
        for (ResourceState resource : state.resources().values()) {
            ResourceState before = announced.resources().get(resource.name());
            boolean moved = before == null
                    || before.phase() != resource.phase()
                    || !before.at().equals(resource.at());
            if (moved) {
                // The reason of a comatose resource names the node where it failed.
                String where = resource.at()
                        .filter(at -> resource.phase() != Phase.COMATOSE)
                        .map(at -> " on " + nameOf(at.node()))
                        .orElse("");
                outbox.happened(
                        Event.Kind.RESOURCE,
                        resource.name() + " is " + resource.phase().title() + where + ": " + resource.reason());
            }
            boolean forgets = before != null
                    && before.action() == resource.action()
                    && before.phase() == resource.phase()
                    && before.failures() > resource.failures();
            if (forgets) {
                outbox.happened(
                        Event.Kind.RESOURCE,
                        resource.name() + " has run on after a failure, which counts no longer; " + resource.failures()
                                + " still count");
            }
            // The other questions are the reason of a state of their own.
            boolean asks = resource.alert()
                    .filter(alert -> alert.kind() == Alert.Kind.FAILBACK)
                    .filter(alert -> before == null || !before.alert().equals(resource.alert()))
                    .isPresent();
            if (asks) {
                outbox.happened(
                        Event.Kind.RESOURCE,
                        resource.name() + " asks: "
                                + resource.alert().orElseThrow().question(resource.name()));
            }
        }
        announced = state;
        outbox.add(new Output.StateAgreed(state));
    }

    private void announceMaintenance(ClusterState state, Outbox outbox) {
        Maintenance before = announced.maintenance();
        state.maintenance().leftMillis().forEach((scope, left) -> {
            Long known = before.leftMillis().get(scope);
            // Time that passes is no news; more of it is.
            if (known == null || known < left || (left < known && known == Maintenance.UNTIL_ENDED)) {
                outbox.happened(
                        Event.Kind.RESOURCE,
                        scope.title(state.configuration()) + " is in maintenance "
                                + scope.lasting(left, state.configuration()));
            }
        });
        for (Maintenance.Scope scope : before.leftMillis().keySet()) {
            if (!state.maintenance().leftMillis().containsKey(scope)) {
                outbox.happened(
                        Event.Kind.RESOURCE, "maintenance of " + scope.title(announced.configuration()) + " is over");
            }
        }
    }

    /// Whether this node asked to leave and nothing keeps it, or must go. Where all leave, it stays until nobody holds
    /// anything.
    public Departure departure(Generation known) {
        ClusterState state = committed();
        // Also before the generation has a state of its own: the others of it may be gone, and none would let it act or
        // cast it out.
        if (member && !state.configuration().nodes().containsKey(self.node())) {
            return Departure.REMOVED;
        }
        if (agreement.installedIn(known)
                && new RebootRules(state, known.members())
                        .cause()
                        .filter(resource -> resource.at().equals(Optional.of(self)))
                        .isPresent()) {
            return Departure.REBOOT;
        }
        if (!agreement.installedIn(known) || !state.leaving().contains(self.node())) {
            return Departure.NOT_YET;
        }
        boolean allLeave = state.leaving().containsAll(known.members());
        List<ResourceState> left = state.resources().values().stream()
                .filter(resource -> resource.at().isPresent()
                        && (allLeave || resource.at().get().equals(self)))
                .toList();
        if (left.isEmpty() && !duties.holdsAnything()) {
            return Departure.IN_ORDER;
        }
        boolean onlyComatose = left.stream().allMatch(resource -> resource.phase() == Phase.COMATOSE);
        return !left.isEmpty() && onlyComatose ? Departure.BY_FORCE : Departure.NOT_YET;
    }

    /// Why it goes, in a sentence for people.
    public String reason(Departure departure, Generation known) {
        return departure.reason()
                + new RebootRules(committed(), known.members())
                        .causeOn(self)
                        .filter(_ -> departure == Departure.REBOOT)
                        .map(cause -> ", " + cause.name() + ": " + cause.reason())
                        .orElse("");
    }

    /// The resources that this node is to load as soon as everybody excluded is proven gone.
    public SortedSet<String> heldBack() {
        return duties.heldBack();
    }

    public ClusterState committed() {
        return agreement.committed();
    }

    public Knowledge knowledge() {
        return new Knowledge(committed(), agreement.newest(), master());
    }

    /// The change of it that this node has prepared and not yet made.
    public Optional<Transaction> prepared() {
        return agreement.prepared();
    }

    /// The master of this node's generation, while it is in one.
    public Optional<NodeId> master() {
        return member ? Optional.of(agreement.master()) : Optional.empty();
    }

    public String nameOf(NodeId node) {
        return committed().configuration().nameOf(node);
    }

    public long nextDeadline(long now) {
        long quorum = agreement.isMaster() && quorumBy > now ? quorumBy : Long.MAX_VALUE;
        long counting = agreement.canPropose() ? Math.min(countdown.due(committed()), judgeAgainAt) : Long.MAX_VALUE;
        return Math.min(Math.min(quorum, counting), Math.min(agreement.nextDeadline(), desk.nextDeadline()));
    }
}
