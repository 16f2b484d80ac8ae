package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import orion.core.Event;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;

/// Each invariant accepts what is right and refuses what is wrong.
final class InvariantTest {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);
    private static final Member FIRST = new Member(ONE, 1);
    private static final Member SECOND = new Member(TWO, 1);

    private static final long STOP_MICROS = 400_000;
    private long now;

    private OneHolder oneHolder() {
        return new OneHolder(Optional.empty(), () -> now, STOP_MICROS);
    }

    private static Generation generation(long number, Member... members) {
        return generation(number, 1, members);
    }

    private static Generation generation(long number, int level, Member... members) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        admitted.put(ONE, 1L);
        TreeSet<NodeId> nodes = new TreeSet<>();
        for (Member member : members) {
            nodes.add(member.node());
            admitted.put(member.node(), member.incarnation());
        }
        return new Generation(number, 1, level, ONE, nodes, new TreeSet<>(), admitted);
    }

    private static Fact written(int disk, long incarnation, long tick) {
        return new Fact.BlockWritten(
                disk,
                new NodeBlock(
                        new Member(ONE, incarnation),
                        tick,
                        Generation.NONE,
                        Ballot.NONE,
                        new TreeSet<>(),
                        true,
                        false));
    }

    @Test
    void onADiskNoBlockOfANodeComesAfterALaterOne() {
        NothingOvertaken invariant = new NothingOvertaken();
        invariant.note(written(0, 1, 7));
        invariant.note(written(1, 1, 6));
        invariant.note(written(0, 2, 1));

        assertThatThrownBy(() -> invariant.note(written(0, 1, 8)))
                .isInstanceOf(InvariantBroken.class)
                .hasMessage("on disk 1 tick 8 of node 1.1 comes after tick 1 of node 1.2");
        assertThatThrownBy(() -> invariant.note(written(1, 1, 5))).isInstanceOf(InvariantBroken.class);
    }

    @Test
    void aResourceMayMoveButNotBeInTwoPlaces() {
        OneHolder invariant = oneHolder();
        invariant.note(new Fact.HoldBegan(ONE, "r1"));
        invariant.note(new Fact.HoldBegan(TWO, "r2"));
        invariant.note(new Fact.HoldEnded(ONE, "r1"));
        invariant.note(new Fact.HoldBegan(TWO, "r1"));

        assertThatThrownBy(() -> invariant.note(new Fact.HoldBegan(ONE, "r1")))
                .isInstanceOf(InvariantBroken.class)
                .hasMessage("r1 is active on [node 1, node 2]");
    }

    @Test
    void whoOversleptIsExcusedForWhatItHeldThenAndForNothingElse() {
        OneHolder invariant = oneHolder();
        invariant.note(new Fact.HoldBegan(ONE, "r1"));
        invariant.note(new Fact.Overslept(ONE));
        invariant.note(new Fact.HoldBegan(TWO, "r1"));
        invariant.note(new Fact.HoldEnded(ONE, "r1"));

        assertThatThrownBy(() -> invariant.note(new Fact.HoldBegan(ONE, "r1"))).isInstanceOf(InvariantBroken.class);
    }

    private void timePasses(OneHolder invariant, long micros) {
        now += micros;
        invariant.note(new Fact.Stepped(SECOND, Standing.MEMBER, false, List.of()));
    }

    @Test
    void whoOversleptIsExcusedUntilItHasHadTheTimeToStop() {
        OneHolder invariant = oneHolder();
        invariant.note(new Fact.HoldBegan(ONE, "r1"));
        invariant.note(new Fact.Overslept(ONE));
        invariant.note(new Fact.HoldBegan(TWO, "r1"));
        timePasses(invariant, 3_600_000_000L);
        invariant.note(new Fact.Woke(ONE));
        timePasses(invariant, STOP_MICROS);
        // It falls asleep again before it has stopped.
        invariant.note(new Fact.Overslept(ONE));
        timePasses(invariant, 60_000_000);
        invariant.note(new Fact.Woke(ONE));
        timePasses(invariant, STOP_MICROS);
        assertThatThrownBy(() -> timePasses(invariant, 1))
                .isInstanceOf(InvariantBroken.class)
                .hasMessage("r1 is active on [node 1, node 2]");
    }

    @Test
    void aNumberNamesOneGenerationOnly() {
        OneGenerationChain invariant = new OneGenerationChain();
        invariant.note(new Fact.GenerationSeen("here", generation(1, FIRST, SECOND)));
        invariant.note(new Fact.GenerationSeen("there", generation(1, FIRST, SECOND)));

        assertThatThrownBy(() -> invariant.note(new Fact.GenerationSeen("there", generation(1, FIRST))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("decided was");
    }

    @Test
    void aLifeThatWasCastOutNeverComesBack() {
        OneGenerationChain invariant = new OneGenerationChain();
        invariant.note(new Fact.GenerationSeen("here", generation(1, FIRST)));
        invariant.note(new Fact.GenerationSeen("here", generation(2, SECOND)));
        invariant.note(new Fact.GenerationSeen("here", generation(3, SECOND, new Member(ONE, 2))));

        OneGenerationChain other = new OneGenerationChain();
        other.note(new Fact.GenerationSeen("here", generation(2, SECOND)));
        assertThatThrownBy(() -> other.note(new Fact.GenerationSeen("here", generation(3, FIRST, SECOND))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("again");
    }

    @Test
    void theLevelOfTheProtocolNeverFallsAndEveryMemberSpeaksIt() {
        OneGenerationChain invariant = new OneGenerationChain();
        invariant.note(new Fact.LifeBegan(FIRST, new Levels(1, 2)));
        invariant.note(new Fact.LifeBegan(SECOND, new Levels(1, 1)));
        invariant.note(new Fact.GenerationSeen("here", generation(1, 1, FIRST, SECOND)));
        invariant.note(new Fact.GenerationSeen("here", generation(2, 2, FIRST)));

        assertThatThrownBy(() -> invariant.note(new Fact.GenerationSeen("here", generation(3, 1, FIRST))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("the level falls from 2 to 1");
        assertThatThrownBy(() ->
                        invariant.note(new Fact.GenerationSeen("here", generation(5, 2, FIRST, new Member(TWO, 1)))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("speaks level 1");
    }

    @Test
    void membersOfOneGenerationHaveOneMaster() {
        ViewsAgree invariant = new ViewsAgree();
        Generation both = generation(1, FIRST, SECOND);
        invariant.note(new Fact.ViewHeld(FIRST, both, Optional.of(TWO)));
        invariant.note(new Fact.ViewHeld(SECOND, both, Optional.of(TWO)));

        assertThatThrownBy(() -> invariant.note(new Fact.ViewHeld(SECOND, both, Optional.of(ONE))))
                .isInstanceOf(InvariantBroken.class);
        assertThatThrownBy(() -> invariant.note(new Fact.ViewHeld(SECOND, generation(2, FIRST), Optional.of(ONE))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("without being in it");
    }

    private static ClusterState state(long generation, long version, boolean quorum) {
        ClusterState state = ClusterState.initial(Plan.story(2, 1, true, 1).configuration())
                .coldStart(1)
                .withId(new StateId(generation, version));
        return quorum ? state.withQuorumReached() : state;
    }

    @Test
    void nothingIsChangedWhereAMemberIsNotConfigured() {
        OnlyConfiguredAct invariant = new OnlyConfiguredAct();
        Member stranger = new Member(new NodeId(3), 1);
        invariant.note(new Fact.GenerationSeen("here", generation(1, FIRST, SECOND)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 1, true)));
        invariant.note(new Fact.GenerationSeen("here", generation(2, FIRST, SECOND, stranger)));
        invariant.note(new Fact.StateMade(FIRST, state(2, 0, true)));

        assertThatThrownBy(() -> invariant.note(new Fact.StateMade(FIRST, state(2, 1, true))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("node 3")
                .hasMessageContaining("is a member and not configured");
    }

    @Test
    void oneIdNamesOneState() {
        StateAgrees invariant = new StateAgrees();
        invariant.note(new Fact.StateMade(FIRST, state(1, 1, true)));
        invariant.note(new Fact.StateMade(SECOND, state(1, 1, true)));

        assertThatThrownBy(() -> invariant.note(new Fact.StateMade(SECOND, state(1, 1, false))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("differently");
    }

    @Test
    void whatWasCommittedIsInTheNextGenerationIfAnybodyShared() {
        StateAgrees invariant = new StateAgrees();
        invariant.note(new Fact.GenerationSeen("here", generation(1, FIRST)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 0, false)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 1, true)));
        invariant.note(new Fact.GenerationSeen("here", generation(2, FIRST, SECOND)));
        invariant.note(new Fact.StateMade(FIRST, state(2, 0, true)));

        invariant.note(new Fact.GenerationSeen("here", generation(3, FIRST)));
        assertThatThrownBy(() -> invariant.note(new Fact.StateMade(FIRST, state(3, 0, false))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("lost what was committed as 1/1");
    }

    @Test
    void aChangeInDoubtMayBeMadeByTheNextGeneration() {
        StateAgrees invariant = new StateAgrees();
        invariant.note(new Fact.GenerationSeen("here", generation(1, FIRST, SECOND)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 0, false)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 1, false)));
        invariant.note(new Fact.Preparing(Transaction.between(state(1, 1, false), state(1, 1, true))));
        invariant.note(new Fact.GenerationSeen("here", generation(2, SECOND)));
        invariant.note(new Fact.StateMade(SECOND, state(2, 0, true)));

        assertThat(state(2, 0, true)).isNotEqualTo(state(1, 2, true));
    }

    /// The second node is let in, and goes on alone before it has been given the state of which there is a copy.
    private static StateAgrees goesOnAlone(ClusterState copied) {
        StateAgrees invariant = new StateAgrees();
        invariant.note(new Fact.GenerationSeen("here", generation(1, FIRST)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 0, false)));
        invariant.note(new Fact.StateMade(FIRST, covered(1)));
        invariant.note(new Fact.StateMade(FIRST, covered(2).withMaintenance(Maintenance.NONE)));
        invariant.note(new Fact.StateCopied(copied));
        invariant.note(new Fact.GenerationSeen("here", generation(2, FIRST, SECOND)));
        invariant.note(new Fact.GenerationSeen("here", generation(3, SECOND)));
        return invariant;
    }

    private static ClusterState anew(ClusterState from) {
        return from.coldStart(1).withId(new StateId(3, 0));
    }

    @Test
    void ruleC3NewcomersBeginWithWhatTheBoardHasACopyOf() {
        goesOnAlone(covered(1)).note(new Fact.StateMade(SECOND, anew(covered(1))));
        goesOnAlone(covered(1)).note(new Fact.StateMade(SECOND, anew(covered(2).withMaintenance(Maintenance.NONE))));

        assertThatThrownBy(() -> goesOnAlone(covered(1)).note(new Fact.StateMade(SECOND, anew(state(1, 0, false)))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("begins generation 3 of newcomers only with a state that lost")
                .hasMessageContaining("1/1");
    }

    @Test
    void whatWasNotCopiedWhenTheLastWhoKnewItEndedMayBeLost() {
        goesOnAlone(state(1, 0, false)).note(new Fact.StateMade(SECOND, anew(state(1, 0, false))));
    }

    @Test
    void aMemberWithoutALeaseStopsBeforeItDoesAnythingElse() {
        NoActionAfterLease invariant = new NoActionAfterLease();
        Output stop = new Output.StopEverything(Output.StopEverything.Cause.LEASE_OVER, "its lease ran out");
        Output tell = new Output.Happened(new Event(Event.Kind.AUTHORITY, "it slept"));
        Output renew = new Output.LeaseRenewed(1);
        invariant.note(new Fact.Stepped(FIRST, Standing.MEMBER, true, List.of(tell, stop, renew)));
        invariant.note(new Fact.Stepped(FIRST, Standing.MEMBER, false, List.of(renew)));
        invariant.note(new Fact.Stepped(FIRST, Standing.OUTSIDE, true, List.of(renew)));

        assertThatThrownBy(() -> invariant.note(new Fact.Stepped(FIRST, Standing.MEMBER, true, List.of(renew, stop))))
                .isInstanceOf(InvariantBroken.class);
        assertThatThrownBy(() -> invariant.note(new Fact.Stepped(FIRST, Standing.MEMBER, true, List.of(tell))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("does not stop");
    }

    @Test
    void nothingIsLoadedWithoutALease() {
        NoActionAfterLease invariant = new NoActionAfterLease();
        invariant.note(new Fact.LoadCarriedOut(FIRST, "r1", false));

        assertThatThrownBy(() -> invariant.note(new Fact.LoadCarriedOut(FIRST, "r1", true)))
                .isInstanceOf(InvariantBroken.class);
    }

    /// r1 runs on the first node, in maintenance for a minute.
    private static ClusterState covered(long version) {
        ClusterState state = state(1, version, true);
        return state.with(state.resource("r1").loading(FIRST, "wanted").running(0))
                .withMaintenance(state.maintenance().with(new Maintenance.Scope.Resource("r1"), 60_000));
    }

    private static Fact changed(long version, UnaryOperator<ResourceState> change) {
        ClusterState state = covered(version);
        return new Fact.StateMade(FIRST, state.with(change.apply(state.resource("r1"))));
    }

    private static HandsOffInMaintenance inMaintenance() {
        HandsOffInMaintenance invariant = new HandsOffInMaintenance();
        invariant.note(new Fact.StateMade(FIRST, covered(1)));
        return invariant;
    }

    @Test
    void whatHappensInMaintenanceIsFollowedAndWhatAPersonAskedForIsDone() {
        HandsOffInMaintenance invariant = inMaintenance();
        invariant.note(changed(2, resource -> resource.stopped(1, "it crashed")));
        invariant.note(changed(3, resource -> resource.inactive(Phase.OFFLINE, "its node failed")));
        invariant.note(new Fact.Asked(new Request.Migrate("r1", TWO)));
        invariant.note(changed(4, resource -> resource.unloading("asked to move")));
        assertThat(covered(4).resource("r1").action()).isEqualTo(1);
    }

    @Test
    void whatNobodyAskedForIsNotOrderedInMaintenance() {
        List<UnaryOperator<ResourceState>> acts = List.of(
                resource -> resource.restarting(1, "it crashed"),
                resource -> resource.inactive(Phase.OFFLINE, "").loading(SECOND, "its node failed"),
                resource -> resource.unloading("it follows the master"),
                resource -> resource.comatose(true, "given up"));
        for (UnaryOperator<ResourceState> act : acts) {
            HandsOffInMaintenance invariant = inMaintenance();
            invariant.note(new Fact.Asked(new Request.Migrate("r2", TWO)));
            invariant.note(new Fact.Asked(new Request.Migrate("r1", TWO)));
            invariant.note(new Fact.Refused(new Request.Migrate("r1", TWO)));
            assertThatThrownBy(() -> invariant.note(changed(2, act)))
                    .isInstanceOf(InvariantBroken.class)
                    .hasMessageContaining("r1 is in maintenance");
        }
    }

    @Test
    void whatIsStillToBeAnsweredMayComeAfterMaintenanceHasBegun() {
        HandsOffInMaintenance invariant = inMaintenance();
        invariant.note(new Fact.Asked(new Request.Migrate("r1", TWO)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 2, true)));
        invariant.note(new Fact.StateMade(FIRST, covered(3)));
        assertThatCode(() -> invariant.note(changed(4, resource -> resource.unloading("asked to move to n2"))))
                .doesNotThrowAnyException();
    }

    @Test
    void whatWasAskedBeforeAnEarlierEndOfMaintenanceExcusesNothing() {
        HandsOffInMaintenance invariant = inMaintenance();
        invariant.note(new Fact.Asked(new Request.Migrate("r1", TWO)));
        invariant.note(new Fact.Accepted(new Request.Migrate("r1", TWO)));
        invariant.note(new Fact.StateMade(FIRST, state(1, 2, true)));
        invariant.note(new Fact.StateMade(FIRST, covered(3)));
        assertThatThrownBy(() -> invariant.note(changed(4, resource -> resource.unloading("it follows the master"))))
                .isInstanceOf(InvariantBroken.class);
    }

    @Test
    void aDeathIsNeedlessWhereTheFaultsAreMild() {
        assertThatThrownBy(() -> new NoNeedlessDeath().note(new Fact.Fenced(FIRST, "it read a pill")))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("node 1.1 was stopped by force");
    }
}
