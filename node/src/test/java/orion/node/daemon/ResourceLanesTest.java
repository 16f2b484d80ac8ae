package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.Input;
import orion.core.Output;
import orion.core.Output.Order;
import orion.core.configuration.MonitoringPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.resource.Symptom;
import orion.node.guard.RunDirectory;

/// Orders carried out with real scripts and processes: their order, their independence, and what a lost lease does.
@Timeout(600)
final class ResourceLanesTest {
    private static final long WALL_MILLIS = 1_700_000_000_000L;

    private final BlockingQueue<Input> reports = new LinkedBlockingQueue<>();
    private final LeaseClock lease = new LeaseClock();
    private final Scripts scripts;
    private final RunDirectory run;
    private final ResourceLanes lanes;

    ResourceLanesTest(@TempDir Path folder) throws IOException {
        scripts = new Scripts(folder);
        run = new RunDirectory(
                folder.resolve("run"), "n1", "lanes-" + ProcessHandle.current().pid());
        run.create();
        lease.renew(lease.now() + TimeUnit.HOURS.toMillis(1));
        lanes = new ResourceLanes(run, lease, 0, Duration.ofMillis(20), _ -> 0, () -> WALL_MILLIS, reports::add);
    }

    @AfterEach
    void stopAll() throws Exception {
        lanes.stopEverything();
        Eventually.is("everything stopped", lanes::provenStopped);
    }

    private void order(ResourceDefinition resource, Order order, long action) {
        lanes.take(new Output.RunAction(resource, order, action));
    }

    private <T extends Input> T await(Class<T> kind) throws InterruptedException {
        while (true) {
            Input report = reports.poll(120, TimeUnit.SECONDS);
            assertThat(report).as("a report of kind %s", kind.getSimpleName()).isNotNull();
            if (kind.isInstance(report)) {
                return kind.cast(report);
            }
        }
    }

    @Test
    void partsAreLoadedInOrderAndUnloadedInReverseAndEachEndIsReported() throws Exception {
        ResourceDefinition web = Scripts.resource(
                "web",
                scripts.part("a", "echo a up >> $here/story", "echo a down >> $here/story"),
                scripts.part("b", "echo b up >> $here/story", "echo b down >> $here/story"));

        order(web, Order.LOAD, 4);
        order(web, Order.UNLOAD, 5);

        assertThat(await(Input.ActionEnded.class))
                .isEqualTo(new Input.ActionEnded("web", 4, true, true, WALL_MILLIS / 1_000, "resource web is loaded"));
        assertThat(await(Input.ActionEnded.class))
                .isEqualTo(
                        new Input.ActionEnded("web", 5, true, false, WALL_MILLIS / 1_000, "resource web is unloaded"));
        assertThat(scripts.lines("story")).containsExactly("a up", "b up", "b down", "a down");
        Eventually.is("nothing held", lanes::holdNothing);
    }

    /// A daemon that ends looks once whether it holds anything, as soon as the protocol has heard that all is unloaded.
    @Test
    void whoeverHearsThatAllIsUnloadedFindsThatNothingIsHeld() throws Exception {
        BlockingQueue<Boolean> held = new LinkedBlockingQueue<>();
        CompletableFuture<ResourceLanes> these = new CompletableFuture<>();
        these.complete(new ResourceLanes(
                run,
                lease,
                0,
                Duration.ofMillis(20),
                _ -> 0,
                () -> WALL_MILLIS,
                _ -> held.add(!these.join().holdNothing())));
        ResourceDefinition web = Scripts.resource("web", scripts.part("a", "exit 0", "exit 0"));

        these.join().take(new Output.RunAction(web, Order.LOAD, 4));
        assertThat(held.poll(120, TimeUnit.SECONDS)).isTrue();
        these.join().take(new Output.RunAction(web, Order.UNLOAD, 5));
        assertThat(held.poll(120, TimeUnit.SECONDS)).isFalse();
        these.join().close();
    }

    @Test
    void aSlowLoadDelaysNoOtherResource() throws Exception {
        ResourceDefinition slow = Scripts.resource(
                "slow", scripts.part("slow", "while [ ! -e $here/go ]; do sleep 0.02; done", "exit 0"));
        ResourceDefinition quick = Scripts.resource("quick", scripts.part("quick", "exit 0", "exit 0"));

        order(slow, Order.LOAD, 1);
        order(quick, Order.LOAD, 1);

        assertThat(await(Input.ActionEnded.class).resource()).isEqualTo("quick");
        scripts.make("go");
        assertThat(await(Input.ActionEnded.class).resource()).isEqualTo("slow");
        assertThat(lanes.holdNothing()).isFalse();
    }

    @Test
    void aLeaseThatRunsOutDuringALoadEndsItBeforeTheNextPart() throws Exception {
        ResourceDefinition web = Scripts.resource(
                "web",
                scripts.part(
                        "a",
                        "echo > $here/begun; while [ ! -e $here/go ]; do sleep 0.02; done",
                        "echo down >> $here/story"),
                scripts.part("b", "echo b up >> $here/story", "exit 0"));

        order(web, Order.LOAD, 4);
        Eventually.is("the first part loads", () -> scripts.exists("begun"));
        lease.renew(lease.now() + 50);
        Eventually.is("the lease is over", () -> !lease.valid());
        scripts.make("go");

        Input.ActionEnded ended = await(Input.ActionEnded.class);
        assertThat(ended.succeeded()).isFalse();
        assertThat(ended.dirty()).isFalse();
        assertThat(ended.reason()).contains("the lease of this node ran out");
        assertThat(scripts.lines("story")).containsExactly("down");
    }

    @Test
    void withoutALeaseNothingIsBegunAndTheClusterIsTold() throws Exception {
        lease.renew(lease.now() - 1);

        order(Scripts.resource("web", scripts.part("a", "echo > $here/ran", "exit 0")), Order.LOAD, 4);

        assertThat(await(Input.ActionEnded.class))
                .isEqualTo(new Input.ActionEnded(
                        "web",
                        4,
                        false,
                        false,
                        WALL_MILLIS / 1_000,
                        "it was not begun: the lease of this node ran out"));
        assertThat(scripts.exists("ran")).isFalse();
        Eventually.is("nothing held", lanes::holdNothing);
    }

    @Test
    void anUnloadThatHangsIsCutWhenEverythingMustStop() throws Exception {
        String deaf = "trap 'echo > $here/asked' TERM; echo $$ > $here/pid; while :; do sleep 0.02; done";
        ResourceDefinition web = Scripts.resource("web", scripts.program("web", deaf));
        order(web, Order.LOAD, 4);
        assertThat(await(Input.ActionEnded.class).succeeded()).isTrue();
        // From then on it is deaf.
        scripts.awaitPid("pid");
        order(web, Order.UNLOAD, 5);
        Eventually.is("it was asked to end", () -> scripts.exists("asked"));

        lease.end();
        lanes.stopEverything();

        assertThat(await(Input.EverythingStopped.class)).isEqualTo(new Input.EverythingStopped(true, ""));
        assertThat(scripts.lives("pid")).isFalse();
        assertThat(lanes.provenStopped()).isTrue();
        assertThat(lanes.holdNothing()).isTrue();
    }

    @Test
    void whatFailsItsLooksIsReportedOnceAndAgainOnlyAfterTheNextLoad() throws Exception {
        ResourceDefinition ill = Scripts.resource("ill", scripts.monitored("ill", "echo ill; exit 3"));
        ResourceDefinition well = Scripts.resource("well", scripts.monitored("well", "echo >> $here/looks"));
        order(well, Order.LOAD, 1);
        order(ill, Order.LOAD, 7);

        Input.ResourceFailed first = await(Input.ResourceFailed.class);
        assertThat(first.resource()).isEqualTo("ill");
        assertThat(first.action()).isEqualTo(7);
        assertThat(first.symptom()).isEqualTo(Symptom.BROKEN);
        assertThat(first.reason()).contains("ill-monitor failed with exit 3").contains("(its last output: ill)");
        int looks = scripts.lines("looks").size();
        Eventually.is("more looks", () -> scripts.lines("looks").size() > looks + 5);
        order(ill, Order.UNLOAD, 8);
        order(ill, Order.LOAD, 9);

        assertThat(await(Input.ResourceFailed.class).action()).isEqualTo(9);
    }

    @Test
    void aProgramThatEndsByItselfIsReported() throws Exception {
        ResourceDefinition web = Scripts.resource(
                "web", scripts.program("web", "while [ ! -e $here/end ]; do sleep 0.02; done; exit 4"));
        order(web, Order.LOAD, 4);
        assertThat(await(Input.ActionEnded.class).succeeded()).isTrue();

        scripts.make("end");

        Input.ResourceFailed failed = await(Input.ResourceFailed.class);
        assertThat(failed.action()).isEqualTo(4);
        assertThat(failed.symptom()).isEqualTo(Symptom.ENDED);
    }

    @Test
    void oneLookThatTakesTooLongIsNoFailureWhereMoreAreAllowed() throws Exception {
        ResourceDefinition slow = Scripts.resource(
                "slow", scripts.monitored("slow", "echo >> $here/looks; while :; do sleep 0.02; done"));
        MonitoringPolicy patient = new MonitoringPolicy(1, 10, 2, 3, 600, MonitoringPolicy.Action.COMATOSE);
        order(Scripts.monitoredBy(patient, slow), Order.LOAD, 7);

        Input.ResourceFailed failed = await(Input.ResourceFailed.class);

        assertThat(failed.symptom()).isEqualTo(Symptom.TIMED_OUT);
        assertThat(failed.reason()).contains("slow-monitor timed out after 10 s");
        assertThat(scripts.lines("looks")).hasSize(2);
    }
}
