package orion.node.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The counters of this very kernel say who took a thread's time.
final class LostTimeMeterTest {
    private final LostTimeMeter meter = new LostTimeMeter();

    @Test
    void aThreadThatSharesTheProcessorsWaitsForThem() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            others.add(Thread.ofPlatform().daemon().start(() -> {
                while (!enough.get()) {
                    Thread.onSpinWait();
                }
            }));
        }
        LostTime before = meter.read();
        try {
            long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (meter.read().since(before).waitedMillis() == 0 && System.nanoTime() < limit) {
                Thread.onSpinWait();
            }
            assertThat(meter.read().since(before).waitedMillis()).isPositive();
        } finally {
            enough.set(true);
            for (Thread other : others) {
                other.join();
            }
        }
    }

    @Test
    void aCollectionCounts() throws IOException {
        LostTime before = meter.read();
        for (int i = 0; i < 1_000 && meter.read().since(before).collectionMillis() == 0; i++) {
            System.gc();
        }
        assertThat(meter.read().since(before).collectionMillis()).isPositive();
    }

    @Test
    void whatIsStolenIsReadForEachProcessor() {
        String text = """
                cpu  4558488 150194 400426 2020368 15846 0 9367 1863 0 0
                cpu0 2278197 76636 194227 1018529 6677 0 2490 920 0 0
                cpu1 2280290 73558 206198 1001839 9169 0 6876 943 0 0
                intr 1 2 3 4 5 6 7 8 9
                """;
        assertThat(LostTimeMeter.stolen(text)).containsExactly(9_200L, 9_430L);
        LostTime lost = new LostTime(0, LostTimeMeter.stolen(text), 0, 0, 0)
                .since(new LostTime(0, List.of(9_000L, 9_420L), 0, 0, 0));
        assertThat(lost.mostStolenMillis()).isEqualTo(200);
    }
}
