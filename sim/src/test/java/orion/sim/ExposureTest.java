package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.Standing;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.sim.Fault.Kind;

/// For how long two may hold the same where clocks are wrong: as long as these are, and no longer.
final class ExposureTest {
    private static final NodeId ONE = new NodeId(1);
    private static final NodeId TWO = new NodeId(2);

    private final StoryStage stage = running("wrong clocks");
    private final OneHolder invariant = new OneHolder(
            Optional.of(new Exposure(stage.cluster())), stage.cluster().timeline()::now, 380_000);

    private static StoryStage running(String clocks) {
        StorySetting setting = StorySetting.read("running cluster of 3 nodes, 1 resource, " + clocks);
        StoryStage stage = new StoryStage(setting.plan());
        assertThat(setting.on(stage)).isEmpty();
        return stage;
    }

    private void twoHold() {
        invariant.note(new Fact.HoldBegan(ONE, "x"));
        invariant.note(new Fact.HoldBegan(TWO, "x"));
    }

    private void somethingHappens() {
        invariant.note(new Fact.Stepped(new Member(TWO, 1), Standing.MEMBER, false, List.of()));
    }

    @Test
    void whereAllClocksAreRightTwoNeverHold() {
        assertThatThrownBy(this::twoHold).isInstanceOf(InvariantBroken.class).hasMessageContaining("x is active on");
    }

    @Test
    void aLeapExposesForAsLongAsItIs() {
        stage.begin(Kind.CLOCK_LEAPS, TWO, TWO, 2_000, 1);
        twoHold();
        stage.pass(1_800);
        somethingHappens();
        stage.pass(200);
        assertThatThrownBy(this::somethingHappens).hasMessageContaining("and may be for");
    }

    @Test
    void whatWentWrongLongerAgoThanATolerancePromisesNothing() {
        stage.begin(Kind.CLOCK_LEAPS, TWO, TWO, 2_000, 1);
        stage.pass(8_050);
        assertThatThrownBy(this::twoHold).hasMessageContaining("and may be for 0");
    }

    @Test
    void whoWokeUnawareHasItsLeaseAndTheTimeToStop() {
        stage.begin(Kind.CLOCK_STANDS, ONE, ONE, 0, 60_000);
        stage.pass(59_999);
        invariant.note(new Fact.HoldBegan(ONE, "x"));
        invariant.note(new Fact.Overslept(ONE));
        invariant.note(new Fact.HoldBegan(TWO, "x"));
        stage.pass(1);
        invariant.note(new Fact.WokeUnaware(ONE));
        stage.pass(6_300);
        somethingHappens();
        stage.pass(200);
        assertThatThrownBy(this::somethingHappens).isInstanceOf(InvariantBroken.class);
    }

    @Test
    void whatEndsInTimeIsForgotten() {
        stage.begin(Kind.CLOCK_LEAPS, TWO, TWO, 2_000, 1);
        twoHold();
        invariant.note(new Fact.HoldEnded(ONE, "x"));
        stage.pass(60_000);
        somethingHappens();
        invariant.note(new Fact.HoldEnded(TWO, "x"));
        assertThat(new TreeSet<>(stage.cluster().holdersOf("r1"))).hasSize(1);
    }

    @Test
    void aRecordCountsOnlyWhatWentWrongSinceAMoment() {
        HostClock right = HostClock.showing(5_000, 0);
        ClockRecord record = new ClockRecord(0, right);
        HostClock fast = right.running(1_000_000, 100_000);
        record.changed(1_000_000, fast, false);
        HostClock rightAgain = fast.running(3_000_000, 0);
        record.changed(3_000_000, rightAgain, false);
        assertThat(record.gained(0, 4_000_000)).isEqualTo(200_000);
        assertThat(record.gained(2_000_000, 4_000_000)).isEqualTo(100_000);
        assertThat(record.gained(3_500_000, 4_000_000)).isZero();
        assertThat(record.lost(0, 4_000_000)).isZero();

        record.changed(5_000_000, rightAgain.ahead(5_000_000, -700_000), false);
        record.changed(6_000_000, HostClock.showing(1, 0), true);
        assertThat(record.lost(4_000_000, 7_000_000)).isEqualTo(700_000);
        assertThat(record.gained(4_000_000, 7_000_000)).isZero();
        assertThat(record.lost(6_000_001, 7_000_000)).isZero();
    }
}
