package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;

/// One life of the only node of a cluster, with a real board, socket, processes and threads.
@Timeout(600)
final class LifeTest {
    private final Path folder;
    private final Scripts scripts;

    LifeTest(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = new Scripts(folder);
    }

    /// The end of a life that runs on a thread of its own.
    private static CompletableFuture<Output.End> run(Life life) {
        CompletableFuture<Output.End> end = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("protocol").start(() -> {
            try {
                end.complete(life.run());
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static NodeView view(Life life) throws Exception {
        return life.view().get(120, TimeUnit.SECONDS);
    }

    private static void await(Life life, String what, Predicate<NodeView> wanted) throws Exception {
        Eventually.is(what, () -> wanted.test(view(life)));
    }

    private static boolean runs(NodeView view, String resource) {
        ResourceState state = view.state().resources().get(resource);
        return state != null && state.phase() == Phase.RUNNING;
    }

    private ResourceDefinition web() throws Exception {
        return Scripts.resource("web", scripts.program("web", "echo $$ > $here/pid; while :; do sleep 0.05; done"));
    }

    @Test
    void aBoardThatHangsHoldsNothingUpAndTheLifeEndsSafelyWithItsLease() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            // A sixteenth of the lease is the time to stop everything, or the node is fenced.
            Life life = node.life(node.state(new Timing(200, 30_000), web()));
            CompletableFuture<Output.End> end = run(life);
            await(life, "web runs", view -> runs(view, "web"));
            scripts.awaitPid("pid");

            node.hangBoard();

            while (!end.isDone() && node.lease.valid()) {
                assertThat(view(life).self()).isEqualTo(node.self);
            }
            assertThat(end.get(120, TimeUnit.SECONDS).ending()).isEqualTo(Output.Ending.STOPPED);
            assertThat(node.board.disk(0).busyNanos())
                    .as("the disk still hangs")
                    .isPresent();
            assertThat(scripts.lives("pid")).isFalse();
            assertThat(life.holdsNothing()).isTrue();
            assertThat(node.fenced).isEmpty();
        }
    }

    @Test
    void aBrokenInvariantEndsTheLifeWithoutALeaseAndWithAnAnswerToEverybodyWhoAsked() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            Life life = node.life(node.state());
            CompletableFuture<Output.End> end = run(life);
            await(life, "it is a member", view -> view.standing() == Standing.MEMBER);
            node.hangBoard();

            // The second of two ends of one cycle is one too many.
            Input twice = new Input.BoardCycleEnded(0, Optional.empty(), "");
            life.accept(twice);
            life.accept(twice);
            CompletableFuture<Output.Answer> answer = life.ask(new Request.Down());

            assertThat(end)
                    .failsWithin(Duration.ofMinutes(2))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessage("a board cycle ended that never began");
            assertThat(node.lease.valid()).isFalse();
            assertThat(answer.get(120, TimeUnit.SECONDS).accepted()).isFalse();
            assertThat(life.end()).as("nobody takes it for an orderly end").isNotDone();
        }
    }

    @Test
    void aLifeThatLeavesUnloadsFirstAndAnswersNobodyAfterwards() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            ClusterState state = node.state(web());
            Life life = node.life(state);
            CompletableFuture<Output.End> end = run(life);
            await(life, "web runs", view -> runs(view, "web"));
            scripts.awaitPid("pid");

            assertThat(life.ask(new Request.Leave(node.self.node()))
                            .get(120, TimeUnit.SECONDS)
                            .accepted())
                    .isTrue();

            assertThat(end.get(120, TimeUnit.SECONDS).ending()).isEqualTo(Output.Ending.LEFT);
            assertThat(scripts.lives("pid")).isFalse();
            assertThat(node.lease.valid()).isFalse();
            assertThat(life.ask(new Request.Down()).get(120, TimeUnit.SECONDS))
                    .satisfies(late -> assertThat(late.accepted()).isFalse())
                    .satisfies(late -> assertThat(late.text()).contains("let it join first"));
            assertThat(node.journal.last(50).stream().map(event -> event.text()))
                    .contains("this life of the node is over: it left in order");
        }
    }

    @Test
    void whatCannotBeStoppedWithinTheStopLimitIsFencedWithTheReason() throws Exception {
        String hang = "while [ ! -e $here/go ]; do sleep 0.02; done";
        try (LoneNode node = new LoneNode(folder)) {
            Life life = node.life(node.state(Scripts.resource("web", scripts.part("web", "exit 0", hang))));
            CompletableFuture<Output.End> end = run(life);
            await(life, "web runs", view -> runs(view, "web"));

            node.hangBoard();

            assertThat(node.fenced.poll(120, TimeUnit.SECONDS))
                    .startsWith("not everything could be stopped within ")
                    .contains("its lease ran out");
            assertThat(end).isNotDone();
            scripts.make("go");
            end.get(120, TimeUnit.SECONDS);
        }
    }

    @Test
    void resultsOfTheBoardComeInTheOrderOfItsCycles() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            Life life = node.life(node.state());
            CompletableFuture<Output.End> end = run(life);
            await(life, "it is a member", view -> view.standing() == Standing.MEMBER);
            long cycles = node.board.disk(0).cycleLatency().count();
            Eventually.is("more cycles", () -> node.board.disk(0).cycleLatency().count() > cycles + 10);

            assertThat(view(life).boardHealthy()).isTrue();
            assertThat(end).as("a cycle ended out of turn would have ended it").isNotDone();
            assertThat(life.ask(new Request.Down()).get(120, TimeUnit.SECONDS).accepted())
                    .isTrue();
            assertThat(end.get(120, TimeUnit.SECONDS).ending()).isEqualTo(Output.Ending.LEFT);
            assertThat(List.copyOf(node.fenced)).isEmpty();
        }
    }
}
