package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many agents are all known soon, and then not polled in bursts; in virtual time.
final class SpreadTest {
    private static final int AGENTS = 120;

    @Test
    void theFirstPollsAreSoonAndTheLaterOnesSpreadOverTheInterval() {
        MonitorDecisions decisions = new MonitorDecisions(
                IntStream.range(0, AGENTS).mapToObj(i -> World.agent("a" + i)).toList(), MonitorLimits.usual(true), 0);
        SortedMap<Long, Integer> polls = new TreeMap<>();
        long now = 0;
        while (now < 600_000) {
            Deque<Input> inputs = new ArrayDeque<>(List.of(new Input.Tick()));
            while (!inputs.isEmpty()) {
                for (Output output : decisions.step(now, inputs.removeFirst())) {
                    if (output instanceof Output.Poll poll) {
                        polls.merge(now / 1000, 1, Integer::sum);
                        inputs.add(new Input.Polled(poll.agent(), Verdict.useful("")));
                    }
                }
            }
            now = Math.max(now + 1, decisions.wakeMillis());
        }
        assertThat(polls.headMap(10L).values()).allMatch(count -> count <= AGENTS / 10 + 1);
        assertThat(polls.headMap(10L).values().stream().mapToInt(count -> count).sum())
                .isGreaterThanOrEqualTo(AGENTS);
        assertThat(polls.tailMap(20L).values()).allMatch(count -> count <= 3);
    }
}
