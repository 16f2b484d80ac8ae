package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentControl.Stop;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.agent.ClusterAuthority.Word;
import orion.supervisor.configuration.AgentDefinition;

/// Agents that belong to a resource of a cluster, as real processes: the cluster has the last word on each
/// start.
@Tag("root")
final class ClusteredAgentTest {
    private static final String RUNS = "exec sleep 1000";

    @TempDir
    private Path folder;

    private AgentFolder agents = new AgentFolder(Path.of("/nonexistent"));
    private final StandInCluster cluster = new StandInCluster();
    private final Told journal = new Told();

    @BeforeEach
    void open() {
        agents = new AgentFolder(folder);
    }

    @AfterEach
    void stopAll() throws Exception {
        agents.stopAll();
    }

    private AgentControl control() {
        return new AgentControl(agents.settings(), cluster);
    }

    private void refused(Reason reason, String words, AgentDefinition agent, Asker asker) {
        assertThatThrownBy(() -> control().start(agent, asker))
                .hasMessageContaining(words)
                .extracting(fault -> ((AgentFailure) fault).reason())
                .isEqualTo(reason);
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
    }

    @Test
    void whatTheClusterForbidsIsNotStartedByAnybody() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\n");
        cluster.says(new Word.Forbidden("its resource mail is on n2"));
        refused(Reason.REFUSED, "post.dom is not started: its resource mail is on n2", agent, Asker.PERSON);
        refused(Reason.REFUSED, "its resource mail is on n2", agent, Asker.PROGRAM);
        cluster.says(new Word.Planned("its resource mail is in maintenance"));
        refused(Reason.PLANNED, "not started now: its resource mail is in maintenance", agent, Asker.PROGRAM);
        assertThatThrownBy(() -> control().show(agent)).hasMessageContaining("in maintenance");

        cluster.says(new Word.Permitted());
        control().start(agent, Asker.PERSON);
        long pid = agents.status().pid().orElseThrow();
        // Whoever may not start it again does not stop it either.
        cluster.says(new Word.Planned("its resource mail is in maintenance"));
        assertThatThrownBy(() -> control().restart(agent, "")).hasMessageContaining("in maintenance");
        assertThat(agents.status().pid()).hasValue(pid);
    }

    @Test
    void whoMayNotStartItLeavesAlsoItsLeftoversAlone() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "setsid sleep 1000 & exec sleep 1001", "resource = mail\n");
        control().start(agent, Asker.PERSON);
        agents.awaitProcesses(2);
        agents.killMain();
        var left = agents.status().processes();
        assertThat(left).hasSize(1);
        cluster.says(new Word.Forbidden("its resource mail is on n2"));

        assertThatThrownBy(() -> control().revive(agent)).hasMessageContaining("is on n2");
        assertThatThrownBy(() -> control().start(agent, Asker.PERSON)).hasMessageContaining("is on n2");
        assertThat(agents.status().processes()).isEqualTo(left);
    }

    @Test
    void aHostWithoutAClusterStartsNothingOfOne() throws Exception {
        AgentDefinition clustered = agents.define("post.dom", RUNS, "resource = mail\n");
        AgentDefinition other = agents.define("dom", RUNS, "");

        assertThatThrownBy(() -> agents.control().start(clustered, Asker.PERSON))
                .hasMessageContaining("this host is no node of a cluster");
        assertThat(agents.control().start(other, Asker.PERSON)).isTrue();
    }

    @Test
    void whatDiesDuringPlannedWorkIsStartedAfterIt() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\n");
        control().start(agent, Asker.PERSON);
        try (Supervision supervision =
                new Supervision(control(), () -> agents.configuration().agents(), journal)) {
            cluster.says(new Word.Planned("its resource mail is in maintenance"));
            agents.killMain();
            journal.await("post.dom is left alone: post.dom is not started now");

            cluster.says(new Word.Permitted());
            // Each refusal is followed by a question, and no refusal counts as a start in vain.
            journal.await("post.dom runs again");
            assertThat(journal.isSilentOn("given up")).isTrue();
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void startsInVainEndWithAMove() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\nmove-after = 2\n");
        control().start(agent, Asker.PERSON);
        for (int i = 0; i < 2; i++) {
            agents.killMain();
            assertThat(control().revive(agent)).isTrue();
            assertThat(cluster.moved()).isEmpty();
        }
        agents.killMain();

        assertThatThrownBy(() -> control().revive(agent))
                .hasMessage("post.dom was started 2 times in vain, so the cluster was asked to move the resource mail:"
                        + " it moves")
                .extracting(fault -> ((AgentFailure) fault).reason())
                .isEqualTo(Reason.PLANNED);
        assertThat(cluster.moved()).containsExactly("mail");
        assertThat(agents.status().state()).isEqualTo(AgentState.DEAD);
    }

    @Test
    void whatCannotEvenBeginIsTriedInVainToo() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\nmove-after = 2\n");
        control().start(agent, Asker.PERSON);
        // As where the volume with the program is not there.
        Files.delete(agent.server());
        agents.killMain();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> control().revive(agent)).hasMessageContaining("is not on this host");
        }
        assertThatThrownBy(() -> control().revive(agent)).hasMessageContaining("it moves");
    }

    @Test
    void whileTheClusterDecidesTheAgentCanBeStopped() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\nmove-after = 1\n");
        control().start(agent, Asker.PERSON);
        agents.killMain();
        control().revive(agent);
        cluster.meanwhile(() -> {
            // As the unload script of that very move does.
            CompletableFuture<Stop> stopping = CompletableFuture.supplyAsync(() -> {
                try {
                    return control().stop(agent, "");
                } catch (AgentFailure | InterruptedException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            assertThat(stopping).succeedsWithin(Duration.ofMinutes(3));
        });
        assertThatThrownBy(() -> control().restart(agent, "")).hasMessageContaining("it moves");
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
    }

    @Test
    void startsLongAgoWereNotInVainWhateverTheTimeOfDay() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\nmove-after = 1\n");
        AtomicLong millis = new AtomicLong(1_000_000);
        RunFolder run = new RunFolder(agents.settings().run());
        AgentControl timed = new AgentControl(agents.settings(), cluster, millis::get);
        timed.start(agent, Asker.PERSON);
        agents.killMain();
        timed.revive(agent);
        // Somebody sets the clock of the host back by ten years, and on again.
        AgentRecord record = run.read(agent.location());
        run.write(
                agent.location(),
                new AgentRecord(
                        record.wanted(),
                        record.main(),
                        record.sinceMillis() + Duration.ofDays(3650).toMillis(),
                        record.hold(),
                        record.attempts(),
                        record.triedMillis(),
                        record.runs()));
        agents.killMain();
        millis.addAndGet(Duration.ofMinutes(5).toMillis());
        assertThat(timed.revive(agent)).as("after five minutes of life").isTrue();
        agents.killMain();
        millis.addAndGet(Duration.ofMinutes(5).toMillis() - 1);
        assertThatThrownBy(() -> timed.revive(agent)).hasMessageContaining("it moves");
    }

    @Test
    void ofTwoWhoRestartItOneIsEnough() throws Exception {
        Path starts = folder.resolve("starts");
        AgentDefinition agent = agents.define("post.dom", "echo >>" + starts + "; " + RUNS, "");
        control().start(agent, Asker.PERSON);
        AgentFolder.await(
                "the first start",
                () -> Files.exists(starts) && Files.readAllLines(starts).size() == 1);
        // Both ask for it before either gets his turn.
        CountDownLatch asked = new CountDownLatch(2);
        AgentControl late = new AgentControl(agents.settings(), cluster, () -> {
            asked.countDown();
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        });
        List<CompletableFuture<Boolean>> both = new ArrayList<>();
        new RunFolder(agents.settings().run()).alone(agent.location(), () -> {
            for (int i = 0; i < 2; i++) {
                both.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return late.restart(agent, "");
                            } catch (AgentFailure | InterruptedException failed) {
                                throw new IllegalStateException(failed);
                            }
                        },
                        task -> Thread.ofPlatform().start(task)));
            }
            return asked.await(120, TimeUnit.SECONDS);
        });

        assertThat(List.of(both.get(0).get(120, TimeUnit.SECONDS), both.get(1).get(120, TimeUnit.SECONDS)))
                .containsExactlyInAnyOrder(true, false);
        AgentFolder.await("the second start", () -> Files.readAllLines(starts).size() > 1);
        assertThat(Files.readAllLines(starts)).hasSize(2);
    }

    @Test
    void whereItCannotMoveItIsTriedHereAgain() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\nmove-after = 1\n");
        cluster.refusesToMove("no other node of it is up");
        control().start(agent, Asker.PERSON);
        agents.killMain();
        control().revive(agent);
        agents.killMain();

        assertThatThrownBy(() -> control().revive(agent))
                .hasMessageContaining("no other node of it is up; it is tried here again");
        assertThat(control().revive(agent)).isTrue();
    }

    @Test
    void startsByOthersCountTogetherAndAPersonsBeginsAnew() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "resource = mail\nmove-after = 2\n");
        control().start(agent, Asker.PERSON);
        // The monitor restarts what hangs, by way of gwha.
        control().restart(agent, "");
        agents.killMain();
        control().revive(agent);
        control().stop(agent, "");
        control().start(agent, Asker.PERSON);
        agents.killMain();
        assertThat(control().revive(agent)).isTrue();
        agents.killMain();
        assertThat(control().revive(agent)).isTrue();

        assertThatThrownBy(() -> control().restart(agent, "")).hasMessageContaining("it moves");
    }

    @Test
    void whoStopsDoesNotWaitForAStart() throws Exception {
        int free = 1;
        Path begun = folder.resolve("begun");
        AgentDefinition agent =
                agents.define("post.dom", "touch " + begun + "; " + RUNS, "ready = 3600\nports = " + free + "\n");
        CompletableFuture<String> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return "started: " + agents.control().start(agent, Asker.PERSON);
            } catch (AgentFailure | InterruptedException failure) {
                return String.valueOf(failure.getMessage());
            }
        });
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(begun)) {
            assertThat(System.nanoTime()).as("it begins in time").isLessThan(limit);
            LockSupport.parkNanos(1_000_000);
        }

        Stop stop = agents.control().stop(agent, "");

        assertThat(stop).isEqualTo(Stop.WAS_STOPPED);
        assertThat(starting.get(120, TimeUnit.SECONDS))
                .isEqualTo("the start of post.dom was broken off: somebody stops it");
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
        // The wish ends with its fulfilment.
        assertThat(agents.control().status(agent).processes()).isEmpty();
        assertThat(new RunFolder(agents.settings().run()).isToStop(agent.location()))
                .isFalse();
    }

    @Test
    void theWishOfAProcessThatIsGoneStopsNobody() throws Exception {
        AgentDefinition agent = agents.define("post.dom", RUNS, "");
        RunFolder run = new RunFolder(agents.settings().run());
        Files.createDirectories(run.path());
        long here = ProcessHandle.current().pid();
        Files.writeString(run.path().resolve("post.dom.stop." + here + "-1"), "1");
        Files.writeString(run.path().resolve("post.dom.stop.4194305-1"), "77");
        Files.writeString(run.path().resolve("post.dom.stop.nonsense"), "77");

        assertThat(run.isToStop(agent.location())).isFalse();
        assertThat(agents.control().start(agent, Asker.PERSON)).isTrue();
    }
}
