package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import orion.supervisor.monitor.GwhaAnswer.Outcome;
import orion.supervisor.monitor.Verdict.Sign;

/// Persons are told of what is down and cannot be started yet, once and with the cause, and not because of one missed
/// poll; in virtual time.
final class ToldOnceTest {
    private static World two() {
        World world = new World(MonitorLimits.usual(true), World.agent("dom"), World.agent("post.dom", "dom"));
        world.until(20_000);
        world.sign = Sign.ABSENT;
        world.startHeals = false;
        return world;
    }

    @Test
    void whoWaitsForAnotherOneIsToldOnceWithItsName() {
        World world = two();
        world.outcome = Outcome.REFUSED;
        world.until(7_200_000);

        assertThat(world.told)
                .extracting(line -> line.replaceFirst("[0-9]+ ", ""))
                .containsExactly("dom REFUSED", "post.dom DOWN");
        assertThat(world.messages.getLast()).isEqualTo("ABSENT; it is started when dom is up");
        assertThat(world.decisions.views().getLast().detail()).contains("waits for dom");

        world.outcome = Outcome.STARTED;
        world.startHeals = true;
        world.until(7_800_000);
        assertThat(world.told).filteredOn(line -> line.contains("post.dom")).hasSize(2);
        assertThat(world.told).last().asString().endsWith("post.dom UP");
    }

    @Test
    void whoWaitsForWhatIsPlannedAlarmsNobody() {
        World world = two();
        world.outcome = Outcome.PLANNED;
        world.until(7_200_000);
        assertThat(world.told).isEmpty();

        // It is not planned any more, and still nobody may start it.
        world.outcome = Outcome.REFUSED;
        world.until(7_500_000);
        assertThat(world.told).hasSize(2).last().asString().endsWith("post.dom DOWN");
    }

    @Test
    void aGwhaThatIsSilentForOnePollAlarmsNobody() {
        World world = World.usual();
        world.until(10_000);
        world.sign = Sign.ABSENT;
        world.outcome = Outcome.UNREACHABLE;
        world.until(121_000);
        assertThat(world.told).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.SUSPECT);
        assertThat(world.decisions.views().getFirst().detail()).isEqualTo("it cannot be started: so");
        world.sign = Sign.USEFUL;
        world.until(200_000);
        assertThat(world.told).isEmpty();
        assertThat(world.condition()).isEqualTo(Condition.UP);

        world.sign = Sign.ABSENT;
        world.until(86_400_000);
        assertThat(world.told).singleElement().asString().endsWith("post.dom DOWN");
        assertThat(world.messages).containsExactly("ABSENT; it cannot be started: so");
    }
}
