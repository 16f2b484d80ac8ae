package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.supervisor.agent.RestartPolicy.Decision;
import orion.supervisor.agent.RestartPolicy.Limits;

/// Restarts become rarer and end; who has run long enough begins anew.
final class RestartPolicyTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(1), Duration.ofSeconds(10), 6, Duration.ofMinutes(5));

    private static List<Long> pauses(RestartPolicy policy, int deaths) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < deaths; i++) {
            pauses.add(policy.died(i * 20_000L) instanceof Decision.Restart restart ? restart.pauseMillis() : -1L);
        }
        return pauses;
    }

    @Test
    void pausesGrowToALimitAndThenItIsGivenUp() {
        List<Long> pauses = pauses(new RestartPolicy(LIMITS, 1), 8);

        assertThat(pauses.get(0)).isZero();
        assertThat(pauses.get(1)).isBetween(800L, 1_200L);
        assertThat(pauses.get(2)).isBetween(1_600L, 2_400L);
        assertThat(pauses.get(3)).isBetween(3_200L, 4_800L);
        assertThat(pauses.get(5)).isBetween(8_000L, 12_000L);
        assertThat(pauses.subList(6, 8)).containsExactly(-1L, -1L);
    }

    @Test
    void agentsThatDieTogetherDoNotStartTogether() {
        assertThat(pauses(new RestartPolicy(LIMITS, 1), 6)).isNotEqualTo(pauses(new RestartPolicy(LIMITS, 2), 6));
        assertThat(pauses(new RestartPolicy(LIMITS, 1), 6)).isEqualTo(pauses(new RestartPolicy(LIMITS, 1), 6));
    }

    @Test
    void whoHasRunLongEnoughBeginsAnew() {
        RestartPolicy policy = new RestartPolicy(LIMITS, 1);
        policy.died(0);
        policy.died(1_000);
        assertThat(policy.died(400_000)).isEqualTo(new Decision.Restart(0, 1));

        pauses(policy, 8);
        policy.forget();
        assertThat(policy.died(150_000)).isEqualTo(new Decision.Restart(0, 1));
    }
}
