package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import orion.node.api.ControlReply;

/// How often anybody looks for all who ask.
final class SnapshotTest {
    private final AtomicInteger looks = new AtomicInteger();

    private Snapshot snapshot(Duration oldest) {
        return new Snapshot(() -> ControlReply.done("look " + looks.incrementAndGet()), oldest);
    }

    @Test
    void oneLookServesAllWhoAskWithinAMomentUntilSomethingIsDone() throws Exception {
        Snapshot snapshot = snapshot(Duration.ofDays(1));
        for (int i = 0; i < 100; i++) {
            assertThat(snapshot.now().text()).isEqualTo("look 1");
        }
        snapshot.forget();
        assertThat(snapshot.now().text()).isEqualTo("look 2");
        assertThat(snapshot.now().text()).isEqualTo("look 2");
    }

    @Test
    void whatIsTooOldIsLookedAtAgain() throws Exception {
        Snapshot snapshot = snapshot(Duration.ZERO);
        assertThat(snapshot.now().text()).isEqualTo("look 1");
        assertThat(snapshot.now().text()).isEqualTo("look 2");
    }

    @Test
    void allWhoWaitForASlowLookShareTheNext() throws Exception {
        List<Thread> asking = new ArrayList<>();
        Snapshot[] self = new Snapshot[1];
        self[0] = new Snapshot(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        for (int i = 0; i < 8; i++) {
                            asking.add(Thread.ofPlatform().start(() -> ask(self[0])));
                        }
                        while (asking.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                            Thread.onSpinWait();
                        }
                    }
                    return ControlReply.done("");
                },
                Duration.ZERO);
        self[0].now();
        for (Thread thread : asking) {
            thread.join();
        }
        assertThat(looks).hasValue(2);
    }

    private static void ask(Snapshot snapshot) {
        try {
            snapshot.now();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWasBegunBeforeSomethingWasDoneDoesNotCountAfterIt() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Snapshot[] self = new Snapshot[1];
        self[0] = new Snapshot(
                () -> {
                    if (seen.incrementAndGet() == 1) {
                        self[0].forget();
                    }
                    return ControlReply.done("look " + seen.get());
                },
                Duration.ofDays(1));
        assertThat(self[0].now().text()).isEqualTo("look 1");
        assertThat(self[0].now().text()).isEqualTo("look 2");
    }
}
