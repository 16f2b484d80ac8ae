package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.Outbox;
import orion.core.Outboxes;
import orion.core.model.Generation;
import orion.core.model.Timing;
import orion.core.wire.Message.StateReport;

/// A generation of members that are all new in its run: what was agreed on before is on the white board alone (rule
/// C3). n2 is its master.
final class NewcomersTest {
    private static final long REPORTED = 100;
    private static final ClusterState ON_THE_BOARD = state(resource("web")).withId(new StateId(6, 3));

    private final Generation generation = generationOf(N1, N2);
    private final Outbox outbox = new Outbox();
    private final StateAgreement master = new StateAgreement(life(N2), Timing.STANDARD, state());

    private void reported(long run, StateId newest) {
        master.enter(0, generation, N2, outbox);
        master.onReport(REPORTED, life(N1), new StateReport(generation.number(), run, newest), outbox);
    }

    private void read(Optional<ClusterState> copy, long begunAt) {
        master.copiesRead(REPORTED + 50, copy, begunAt, outbox);
    }

    private List<String> begunWith() {
        return master.installedIn(generation)
                ? List.copyOf(master.committed().resources().keySet())
                : List.of("nothing yet");
    }

    @Test
    void ruleC3TheyBeginWithTheNewestOnTheBoard() {
        reported(0, new StateId(5, 9));
        assertThat(master.wantsCopiesSince()).hasValue(REPORTED);
        assertThat(begunWith()).containsExactly("nothing yet");

        read(Optional.of(ON_THE_BOARD), REPORTED);
        assertThat(begunWith()).containsExactly("web");
        assertThat(master.wantsCopiesSince()).isEmpty();
    }

    @Test
    void ruleC3AReadingThatBeganBeforeAllHadReportedMayHaveMissedTheLastChange() {
        reported(0, new StateId(5, 9));

        read(Optional.empty(), REPORTED - 1);
        assertThat(begunWith()).containsExactly("nothing yet");
        assertThat(master.wantsCopiesSince()).hasValue(REPORTED);
        read(Optional.of(ON_THE_BOARD), REPORTED + 1);
        assertThat(begunWith()).containsExactly("web");
    }

    @Test
    void whatAMemberRemembersIsNotForgottenForAnOlderCopy() {
        reported(0, new StateId(6, 4));
        Outboxes.taken(outbox);

        read(Optional.of(ON_THE_BOARD), REPORTED);
        assertThat(begunWith()).containsExactly("nothing yet");
        assertThat(Outboxes.taken(outbox).toString()).contains("StateFetch");
    }

    @Test
    void whereOneHasTheStateOfThisRunNothingIsRead() {
        reported(generation.run(), new StateId(6, 4));

        assertThat(master.wantsCopiesSince()).isEmpty();
        assertThat(Outboxes.taken(outbox).toString()).contains("StateFetch");
    }

    @Test
    void aMemberWhoseGenerationDoesNotBeginSaysWhyAfterTheTolerance() {
        ResourceManager member = new ResourceManager(life(N1), Timing.STANDARD, state());
        long late = 10 + Timing.STANDARD.toleranceMillis();
        assertThat(member.obstacle(late)).as("outside").isEmpty();
        member.enter(10, generation, outbox);

        assertThat(member.obstacle(late - 1)).isEmpty();
        assertThat(member.obstacle(late))
                .hasValue("generation 7 has not begun: its master, n2, has no state for it yet; look at its status");
    }
}
