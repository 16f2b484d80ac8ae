package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import orion.node.api.ControlReply;

/// Where questions to the planner are worked out.
final class PlannerThreadTest {
    private final PlannerThread planner = new PlannerThread();

    @Test
    void aQuestionIsWorkedOutOnAThreadOfItsOwn() throws Exception {
        AtomicReference<Thread> at = new AtomicReference<>();
        ControlReply reply = planner.answer(() -> {
            at.set(Thread.currentThread());
            return ControlReply.refused("done");
        });

        assertThat(reply).isEqualTo(ControlReply.refused("done"));
        assertThat(at.get().isVirtual()).isFalse();
        assertThat(at.get()).isNotSameAs(Thread.currentThread());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planner.answer(() -> {
                    throw new IllegalArgumentException("the request lacks the resource");
                }));
    }

    @Test
    void whoHasAnAnswerMayAskAgainAtOnce() throws Exception {
        for (int question = 0; question < 2_000; question++) {
            assertThat(planner.answer(() -> ControlReply.done("answer"))).isEqualTo(ControlReply.done("answer"));
        }
    }

    @Test
    void whoAsksMeanwhileIsToldToAskAgain() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<ControlReply> slow = new CompletableFuture<>();
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                planner.answer(() -> {
                    begun.complete(null);
                    return slow.join();
                });
            } catch (Exception fault) {
                throw new AssertionError(fault);
            }
        });
        begun.get();

        assertThat(planner.answer(() -> ControlReply.refused("done")))
                .isEqualTo(ControlReply.unavailable(
                        "the planner works for somebody else just now; ask again in a moment"));
        assertThatExceptionOfType(NotSo.class)
                .as("nothing is told by half")
                .isThrownBy(() -> planner.certain(() -> ControlReply.done("done")))
                .satisfies(busy -> assertThat(busy.reply().refusal()).contains(ControlReply.UNAVAILABLE));
        slow.complete(ControlReply.refused("done"));
        first.join();
    }
}
