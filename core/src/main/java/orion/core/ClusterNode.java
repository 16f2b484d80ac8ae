package orion.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import orion.core.Output.StopEverything.Cause;
import orion.core.authority.Authority;
import orion.core.membership.Account;
import orion.core.membership.Assessment;
import orion.core.membership.HeartbeatMonitor;
import orion.core.membership.HeartbeatRhythm;
import orion.core.membership.MembershipProtocol;
import orion.core.membership.OwnLink;
import orion.core.membership.SelfDoubt;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Departure;
import orion.core.resource.RequestDesk;
import orion.core.resource.ResourceManager;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.GenerationDecision;
import orion.core.splitbrain.NodeBlock;
import orion.core.splitbrain.WhiteBoard;
import orion.core.wire.Message;

/// One life of one node: everything it hears, reads and is asked goes in through [#step], everything it does comes out.
/// The same class runs in the daemon and in the simulator.
///
/// The four steps of a death are four parts: [HeartbeatMonitor] notices silence, [MembershipProtocol] has the survivors
/// agree, [GenerationDecision] decides on the white board, and [Authority] says when what the dead one held may be
/// started by the [ResourceManager].
public final class ClusterNode {
    private final Member self;
    private final Levels spoken;
    private final Timing timing;
    private final Outbox outbox = new Outbox();
    private final Authority authority;
    private final HeartbeatMonitor heartbeats;
    private final HeartbeatRhythm rhythm;
    private final HeartbeatSender heartbeatSender;
    private final SelfDoubt doubt;
    private final OwnLink link;
    private final WhiteBoard board;
    private final BoardHealth boardHealth = new BoardHealth();
    private final GenerationDecision decision;
    private final MembershipProtocol membership;
    private final ResourceManager resources;
    private final PowerFencing fencing;
    private Standing standing = Standing.OUTSIDE;
    private String endReason = "";
    private Output.Ending ending = Output.Ending.STOPPED;
    private long finalWordsBy = Long.MAX_VALUE;
    private long dueAt;

    /// Begins a life.
    ///
    /// @param self       this node with an incarnation higher than any it ever had; the caller has
    ///                   stopped everything an earlier life held (rule A2)
    /// @param spoken     levels of the protocol
    /// @param remembered what an earlier life of this node knew of the agreed state
    /// @param blocks     the newest block of each node, as read from a majority of the white board's disks
    public ClusterNode(
            long now, Member self, Levels spoken, ClusterState remembered, SortedMap<NodeId, NodeBlock> blocks) {
        this.self = self;
        this.spoken = spoken;
        this.timing = remembered.configuration().timing();
        this.board = new WhiteBoard(self, timing, remembered.configuration().boards(), now, blocks);
        NodeBlock own = blocks.get(self.node());
        this.decision = new GenerationDecision(self.node(), own == null ? Ballot.NONE : own.ballot());
        this.authority = new Authority(self, timing, now);
        this.heartbeats = new HeartbeatMonitor(timing, now);
        this.rhythm = new HeartbeatRhythm(timing, now);
        this.doubt = new SelfDoubt(timing);
        this.link = new OwnLink(timing);
        this.membership = new MembershipProtocol(self, remembered.configuration(), now);
        this.resources = new ResourceManager(self, timing, remembered);
        this.fencing = new PowerFencing(self, timing, authority, heartbeats, board, resources);
        this.heartbeatSender =
                new HeartbeatSender(self, spoken, rhythm, doubt, link, board, decision, authority, resources);
        this.dueAt = now;
        authority.learn(now, board.newest(), now, board.cyclesBegun());
    }

    /// Takes one input at the given time and returns what is to be done, in order.
    ///
    /// @param now milliseconds of a clock that never goes back
    public List<Output> step(long now, Input input) {
        if (standing == Standing.ENDED) {
            return List.of();
        }
        Pause.Cause cause = input instanceof Input.Paused(Pause.Cause why) ? why : Pause.Cause.UNKNOWN;
        doubt.stepBegins(now, dueAt, cause)
                .ifPresent(pause -> outbox.happened(
                        Event.Kind.AUTHORITY,
                        "this node did not run for " + pause.inWords() + "; it accuses nobody for a while"));
        // Rule L2: after any pause the lease is checked before anything else happens.
        checkLease(now);
        take(now, input);
        checkLease(now);
        progress(now);
        dueAt = nextDeadline(now);
        return outbox.take();
    }

    private void checkLease(long now) {
        if (standing == Standing.MEMBER && authority.leaseRanOut(now)) {
            stop(
                    now,
                    Cause.LEASE_OVER,
                    "its lease ran out: neither the white board nor all other members renewed it for "
                            + timing.leaseMillis() + " ms" + boardHealth.toBlame(now, board));
        }
    }

    private void take(long now, Input input) {
        membership.heed(now, input, heartbeats, board);
        switch (input) {
            case Input.TimerFired() -> {}
            case Input.Paused _ -> {}
            case Input.Received(Member from, Message message) -> received(now, from, message);
            case Input.BoardCycleEnded(int disk, var blocks, String error) -> boardCycleEnded(now, disk, blocks, error);
            case Input.StatesRead(var newest, String error) ->
                resources.copiesRead(now, newest, membership.statesRead(error), outbox);
            case Input.LinkChanged(boolean up) -> {
                link.changed(now, up);
                rhythm.soon(now);
            }
            case Input.ActionEnded ended -> resources.ended(now, ended, outbox);
            case Input.ResourceFailed failed -> resources.failed(now, failed, outbox);
            case Input.Asked(long ticket, var request) -> {
                if (standing == Standing.MEMBER) {
                    resources.ask(now, request, OptionalLong.of(ticket), outbox);
                } else {
                    outbox.add(new Output.Answer(ticket, false, standing.refusal(membership.obstacle())));
                }
            }
            case Input.EverythingStopped(boolean proven, String reason) -> everythingStopped(now, proven, reason);
            case Input.FencingDevices(var silence) -> fencing.available(silence);
            case Input.PowerOffConfirmed(Member member) -> powerOffConfirmed(now, member, "");
        }
    }

    private void received(long now, Member from, Message message) {
        if (from.node().equals(self.node())) {
            return;
        }
        authority.heard(from);
        boolean fellow = standing == Standing.MEMBER && authority.known().has(from);
        switch (message) {
            case Message.Heartbeat heartbeat -> heartbeat(now, from, heartbeat);
            case Message.GenerationDecided(Generation generation) -> learn(now, generation);
            case Message.ViewPrepare prepare -> {
                if (standing == Standing.MEMBER || standing == Standing.OUTSIDE) {
                    membership.onPrepare(now, from, prepare, assess(now), authority, board.healthy(now), outbox);
                }
            }
            case Message.ViewVote vote -> membership.onVote(now, from, vote, assess(now), outbox);
            case Message.AboutState about when fellow -> resources.received(now, from, about, outbox);
            case Message.AboutState _ -> {}
            case Message.StateInquiry inquiry -> resources.inquired(from, inquiry, outbox);
            case Message.StateNews news -> resources.learned(news, outbox);
            case Message.MasterAnswer answer -> resources.answered(answer, outbox);
        }
    }

    private void heartbeat(long now, Member from, Message.Heartbeat heartbeat) {
        if (heartbeats.received(now, from, heartbeat)) {
            outbox.happened(Event.Kind.MEMBERSHIP, assess(now).arrival(from));
        }
        if (heartbeat.generation() > authority.known().number()) {
            board.hurry(now);
        }
        heartbeat.powerOff().forEach(off -> powerOffConfirmed(now, off, " by " + resources.nameOf(from.node())));
        boolean sameGeneration = heartbeat.generation() == authority.known().number();
        if (standing == Standing.MEMBER && sameGeneration && authority.known().has(from)) {
            // Rule G4: whoever publishes may be publishing its own end; others count from what they read of it.
            boolean publishing = decision.phase() == GenerationDecision.Phase.PUBLISHING;
            if (!publishing && authority.onHeartbeat(from, heartbeat.asked(), heartbeat.grants())) {
                outbox.add(new Output.LeaseRenewed(authority.leaseUntil()));
            }
            resources.heartbeat(from, heartbeat, outbox);
        } else if (standing == Standing.OUTSIDE) {
            resources.heartbeatOutside(now, from, heartbeat, outbox);
        }
    }

    /// Rule T2. Who confirms it tells one node; that one tells the others, in each of its heartbeats.
    private void powerOffConfirmed(long now, Member member, String by) {
        if (member.node().equals(self.node())) {
            boolean living = standing == Standing.OUTSIDE || standing == Standing.MEMBER;
            // Somebody is wrong, but others may act on it at any moment. Of an earlier life it is nothing new.
            if (member.equals(self) && living) {
                stop(now, Cause.SAID_TO_BE_OFF, "it was told" + by + " that it has no power");
            }
        } else if (authority.powerOffConfirmed(member)) {
            membership.lookAgain();
            fencing.confirmed(member, by, outbox);
            rhythm.soon(now);
        }
    }

    private void boardCycleEnded(long now, int disk, Optional<SortedMap<NodeId, NodeBlock>> blocks, String error) {
        Optional<WhiteBoard.Cycle> good = board.end(now, disk, blocks);
        boardHealth.ended(disk, board, error, outbox);
        good.ifPresent(cycle -> boardRead(now, cycle));
    }

    private void boardRead(long now, WhiteBoard.Cycle cycle) {
        // First: what the board says includes the own publication, and learning that ends the decision.
        Optional<Generation> published = decision.onCycle(cycle, board.seen());
        learn(now, board.newest());
        // For those who cannot read it on the board.
        published.ifPresent(generation -> heartbeatSender.toAll(new Message.GenerationDecided(generation), outbox));
        if (decision.phase() != GenerationDecision.Phase.IDLE) {
            board.atOnce(now);
        }
        if (authority.onCycle(now, cycle, board) && standing == Standing.MEMBER) {
            outbox.add(new Output.LeaseRenewed(authority.leaseUntil()));
        }
        if (cycle.written().stopped()) {
            end(ending);
        }
    }

    /// Learns of a generation, from the board or a member. Reading one without oneself is eating the poison pill.
    private void learn(long now, Generation generation) {
        Generation before = authority.known();
        // Rule G5: what ended grants in the generation before says nothing where one in between was never seen.
        boolean next = generation.number() == before.number() + 1;
        long noGrantsFrom = next ? membership.grantsEndedAt(now, before) : now;
        if (!authority.learn(now, generation, noGrantsFrom, board.cyclesBegun())) {
            return;
        }
        Account account = assess(now).account();
        outbox.happened(Event.Kind.MEMBERSHIP, account.describe(before, generation));
        membership.abandon();
        if (decision.deciding() <= generation.number()) {
            decision.abandon();
        }
        rhythm.soon(now);
        if (!generation.excluded().isEmpty()) {
            // Rule T3 needs one reading that begins after now; whoever waits for a failover waits for it.
            board.atOnce(now);
        }
        boolean living = standing == Standing.OUTSIDE || standing == Standing.MEMBER;
        // A life that was let in and cast out before it ever knew of it is over all the same (rule A1).
        if (authority.isCastOut() && living) {
            stop(now, Cause.CAST_OUT, account.pill(before, generation));
        } else if (authority.isMember() && living) {
            standing = Standing.MEMBER;
            resources.enter(now, generation, outbox);
        }
    }

    private void stop(long now, Cause cause, String why) {
        String reason = why
                + doubt.toBlame(now)
                        .map(pause -> "; before that it did not run for " + pause.inWords())
                        .orElse("");
        standing = Standing.STOPPING;
        endReason = reason;
        membership.abandon();
        decision.abandon();
        resources.refuseAll("this node must stop: " + reason + RequestDesk.IN_DOUBT, outbox);
        outbox.happened(Event.Kind.AUTHORITY, "this node stops everything it holds: " + reason);
        outbox.add(new Output.StopEverything(cause, reason));
    }

    private void everythingStopped(long now, boolean proven, String reason) {
        if (standing != Standing.STOPPING) {
            return;
        }
        if (!proven) {
            endReason += "; not everything could be stopped: " + reason;
            end(Output.Ending.UNSAFE);
            return;
        }
        standing = Standing.FINAL_WORDS;
        finalWordsBy = now + timing.leaseMillis();
        board.atOnce(now);
    }

    private void end(Output.Ending how) {
        standing = Standing.ENDED;
        outbox.add(new Output.End(how, endReason));
    }

    private Assessment assess(long now) {
        return new Assessment(now, self, spoken, resources.knowledge(), authority, heartbeats, board, link);
    }

    private void progress(long now) {
        Assessment assessment = assess(now);
        if (standing == Standing.OUTSIDE || standing == Standing.MEMBER) {
            boolean undecided = decision.phase() == GenerationDecision.Phase.IDLE;
            if (undecided && doubt.trustsItself(now)) {
                Optional<Generation> agreed = membership.progress(
                        now, standing == Standing.MEMBER, assessment, authority, heartbeats, board, outbox);
                agreed.ifPresent(next -> {
                    decision.propose(next, board.seen());
                    board.atOnce(now);
                });
            }
        }
        if (standing == Standing.MEMBER) {
            fencing.progress(now, assessment, doubt.trustsItself(now) && link.mayJudgeOthers(now), outbox);
            if (resources.progress(now, authority, outbox)) {
                board.hurry(now);
            }
            resources.wantsCopiesSince().ifPresent(since -> membership.readStates(now, since, outbox));
            depart(now, resources.departure(authority.known()));
        }
        boolean lastWords = standing == Standing.FINAL_WORDS || standing == Standing.LEAVING;
        if (lastWords && now >= finalWordsBy) {
            // Without a board the others find out by themselves; this node holds nothing either way.
            end(ending);
        }
        if (standing == Standing.OUTSIDE || standing == Standing.MEMBER) {
            heartbeatSender.sendIfDue(now, standing, doubt.tells(now, membership.hearing(now, assessment)), outbox);
        }
        beginBoardCycle(now, assessment);
    }

    private void depart(long now, Departure departure) {
        if (departure == Departure.NOT_YET) {
            return;
        }
        ending = departure.ending();
        if (departure != Departure.IN_ORDER) {
            stop(now, departure.cause(), resources.reason(departure, authority.known()));
            return;
        }
        standing = Standing.LEAVING;
        endReason = departure.reason();
        finalWordsBy = now + timing.leaseMillis();
        board.atOnce(now);
    }

    private void beginBoardCycle(long now, Assessment assessment) {
        if (board.due(now) && standing != Standing.STOPPING && standing != Standing.ENDED) {
            boolean stopped = standing == Standing.LEAVING || standing == Standing.FINAL_WORDS;
            WhiteBoard.Cycle cycle = board.begin(
                    now,
                    decision.toPublish(authority.known()),
                    decision.ballot(),
                    doubt.tells(now, membership.hearing(now, assessment)),
                    link.saidUp(now),
                    stopped);
            cycle.disks().forEach(disk -> outbox.add(new Output.StartBoardCycle(disk, cycle.written())));
        }
    }

    /// When [Input.TimerFired] is due at the latest, if nothing else happens before.
    public long nextDeadline(long now) {
        long next = Timing.earliestAfter(
                now,
                rhythm.nextDeadline(),
                board.nextDeadline(),
                heartbeats.nextDeadline(now),
                authority.nextDeadline(now),
                membership.nextDeadline(),
                resources.nextDeadline(now),
                doubt.nextDeadline(),
                link.nextDeadline(now),
                finalWordsBy);
        return Math.min(next, now + timing.heartbeatMillis());
    }

    /// What this node knows and thinks, for status displays and checkers.
    public NodeView view(long now) {
        return new NodeView(
                self,
                standing,
                authority.known(),
                authority.leaseUntil(),
                resources.committed(),
                resources.prepared(),
                resources.master(),
                board.healthy(now),
                link.saidUp(now),
                heartbeats.all(),
                board.ticked(),
                board.worstMillis(),
                authority.unproven(now),
                resources.heldBack(),
                resources.memberSince(),
                resources.recent(),
                membership.obstacle().or(() -> resources.obstacle(now)),
                doubt.worst());
    }
}
