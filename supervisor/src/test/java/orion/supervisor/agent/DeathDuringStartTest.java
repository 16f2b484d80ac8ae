package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentControl.Stop;
import orion.supervisor.configuration.AgentDefinition;

/// Who follows an agent may look while somebody else is still starting it: its processes are there, and which is the
/// first of them is not on record yet.
final class DeathDuringStartTest {
    private static final int LIMIT_SECONDS = 180;
    private static final ProcessIdentity FIRST = new ProcessIdentity(100, 1);

    @TempDir
    private Path folder;

    @Test
    void whoLooksDuringAStartFollowsTheFirstProcessAndNotTheLast() throws Exception {
        AgentDefinition agent = new AgentFolder(folder).define("post.dom", "exec sleep 1000", "");
        Starting starting = new Starting();
        AgentControl control =
                new AgentControl(new RunFolder(folder), _ -> starting, ClusterAuthority.NOT_CLUSTERED, () -> 0);
        Thread person = Thread.ofPlatform().start(() -> attempt(() -> control.start(agent, Asker.PERSON)));
        assertThat(starting.begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(control.status(agent).state()).isEqualTo(AgentState.RUNNING);

        Thread guard = Thread.ofPlatform()
                .start(() -> attempt(() -> {
                    control.awaitDeath(agent);
                    return true;
                }));
        // It waits for its turn, or for what it must not wait for.
        while (guard.getState() != Thread.State.TIMED_WAITING && !starting.followed.isDone()) {
            Thread.onSpinWait();
        }
        starting.useful.countDown();

        assertThat(starting.followed.get(LIMIT_SECONDS, TimeUnit.SECONDS)).contains(FIRST);
        guard.join();
        person.join();
    }

    private interface Wanted {
        boolean done() throws Exception;
    }

    private static void attempt(Wanted wanted) {
        try {
            assertThat(wanted.done()).isTrue();
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    /// Two processes, of which the first is named as soon as the agent is useful.
    private static final class Starting implements AgentProcesses {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch useful = new CountDownLatch(1);
        private final CompletableFuture<Optional<ProcessIdentity>> followed = new CompletableFuture<>();

        @Override
        public List<Long> all() {
            return begun.getCount() == 0 ? List.of(FIRST.pid(), FIRST.pid() + 1) : List.of();
        }

        @Override
        public Optional<Long> main(Optional<ProcessIdentity> recorded) {
            return all().stream().findFirst();
        }

        @Override
        public Optional<ProcessIdentity> launch(BooleanSupplier unwanted) throws InterruptedException {
            begun.countDown();
            assertThat(useful.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return Optional.of(FIRST);
        }

        @Override
        public void awaitDeath(Optional<ProcessIdentity> recorded) {
            followed.complete(recorded);
        }

        @Override
        public Optional<AgentFailure> missing() {
            return Optional.empty();
        }

        @Override
        public void check(BooleanSupplier unwanted) {}

        @Override
        public void removeLeftovers() {}

        @Override
        public Process show() {
            throw new UnsupportedOperationException("nobody shows it");
        }

        @Override
        public Stop end(Optional<Long> main) {
            return Stop.ENDED;
        }

        @Override
        public void forget() {}
    }
}
