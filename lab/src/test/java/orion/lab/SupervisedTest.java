package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// An agent of a resource on three hosts, each with gwha, two with a monitor: there is one truth about where it runs,
/// and one start for each end. The hosts serve one test after the other; each begins with the service on the first.
@OnHosts
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SupervisedTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Supervised supervised = new Supervised("supervised");
    private final Stage stage = supervised.stage();
    private int starts;
    private int told;

    @BeforeAll
    void theFirstStartIsTheClusters() {
        assertThat(supervised.starts()).containsExactly("node1");
    }

    @BeforeEach
    void begin() {
        supervised.begin();
        starts = supervised.starts().size();
        told = supervised.told().size();
    }

    @AfterEach
    void oneHolder() {
        assertThat(stage.holders().overlap(0)).as("held by two hosts at once").isEqualTo(HolderWatch.Overlap.NONE);
        assertThat(supervised.twice()).as("started while it still ran").isEmpty();
    }

    @AfterAll
    void end() {
        supervised.close();
    }

    private List<String> newStarts() {
        return List.copyOf(
                supervised.starts().subList(starts, supervised.starts().size()));
    }

    private List<String> newlyTold() {
        return List.copyOf(supervised.told().subList(told, supervised.told().size()));
    }

    @Test
    void whatDiesIsStartedAgainWhereItsResourceIsAndNowhereElse() {
        int said = supervised.words(Supervised.GWHA, stage.node(1)).length();
        supervised.signal(stage.node(1), "KILL", false);
        supervised.awaitWord(Supervised.GWHA, stage.node(1), said, "web.dom runs again");
        stage.awaitService(stage.node(1), LIMIT);

        String elsewhere = "553 web.dom is not started: its resource web is Running on node1, not loaded on this node,";
        assertThat(supervised.ask(stage.node(2), "START web.dom")).contains(elsewhere + " node2");
        assertThat(supervised.ask(stage.node(3), "RESTART web.dom")).contains(elsewhere + " node3");
        assertThat(supervised.grpwise(stage.node(2), "start web.dom"))
                .satisfies(outcome -> assertThat(outcome.exit()).isEqualTo(1))
                .satisfies(outcome -> assertThat(outcome.output()).contains("not loaded on this node"));
        assertThat(newStarts()).containsExactly("node1");
    }

    @Test
    void inMaintenanceItStaysDownAndNobodyIsAlarmed() {
        List<Integer> said = lengths();
        int gwha = supervised.words(Supervised.GWHA, stage.node(1)).length();
        stage.cluster().must(stage.node(1), "maintenance on --resource " + Service.RESOURCE);
        supervised.signal(stage.node(1), "KILL", true);
        supervised.awaitWord(Supervised.GWHA, stage.node(1), gwha, "its resource web is in maintenance");
        for (int i = 0; i < said.size(); i++) {
            supervised.awaitWord(
                    Supervised.MONITOR, supervised.monitoring().get(i), said.get(i), "web is in maintenance");
        }
        assertThat(newStarts()).isEmpty();

        stage.cluster().must(stage.node(1), "maintenance off --resource " + Service.RESOURCE);
        stage.awaitService(stage.node(1), LIMIT);
        assertThat(newStarts()).containsExactly("node1");
        supervised.awaitPolls();
        assertThat(newlyTold()).isEmpty();
    }

    @Test
    void aPlannedMoveIsNoFailure() {
        stage.cluster().must(stage.node(3), "migrate " + Service.RESOURCE + " node2");
        stage.awaitService(stage.node(2), LIMIT);

        assertThat(newStarts()).containsExactly("node2");
        assertThat(supervised.grpwise(stage.node(1), "status web.dom").exit())
                .as("stopped there")
                .isEqualTo(3);
        supervised.awaitPolls();
        assertThat(newlyTold()).isEmpty();
    }

    @Test
    void afterStartsInVainTheClusterMovesIt() {
        supervised.forgetAttempts();
        starts = supervised.starts().size();
        stage.node(1).run("touch", "/run/broken");
        supervised.signal(stage.node(1), "KILL", true);
        stage.awaitService(stage.node(2), LIMIT);

        // Two in vain, whoever made them, then where it works.
        assertThat(newStarts()).containsExactly("node1", "node1", "node2");
        assertThat(supervised.words(Supervised.GWHA, stage.node(1))
                        + supervised.words(Supervised.MONITOR, stage.node(2))
                        + supervised.words(Supervised.MONITOR, stage.node(3)))
                .contains("web.dom was started 2 times in vain, so the cluster was asked to move the resource web");
    }

    @Test
    void whereTheDaemonDiesTheAgentIsStoppedAndStartedElsewhereOnce() {
        Host first = stage.node(1);
        first.signal(Cluster.DAEMON, "KILL");
        Host next = stage.awaitTakeOver(first, LIMIT);

        assertThat(first.state()).isEqualTo("on");
        assertThat(supervised.grpwise(first, "status web.dom").exit())
                .as("stopped where nobody manages it")
                .isEqualTo(3);
        assertThat(supervised.ask(first, "START web.dom"))
                .contains("553 web.dom is not started: it may run only where the resource web is loaded,"
                        + " and here nobody can tell: the daemon of /var/lib/orion does not answer");
        awaitSeenUp();
        assertThat(newStarts()).containsExactly(next.name());

        stage.cluster().repair();
        isRefusedBecauseItRunsOn(next);
        assertThat(newStarts()).containsExactly(next.name());
        isSupervisedOnTheFirstAgain();
        assertThat(newStarts()).containsExactly(next.name(), "node1", "node1");
    }

    private List<Integer> lengths() {
        return supervised.monitoring().stream()
                .map(host -> supervised.words(Supervised.MONITOR, host).length())
                .toList();
    }

    /// Whatever a monitor has said meanwhile, or nothing where it all happened between two polls, it sees the agent
    /// up; and persons who were told that it is down are told that it is over.
    private void awaitSeenUp() {
        for (Host host : supervised.monitoring()) {
            Moments.await(
                    "the monitor on " + host.name() + " sees web.dom up",
                    LIMIT,
                    () -> supervised
                            .words(Supervised.MONITOR, host)
                            .lines()
                            .filter(line -> line.contains("web.dom is "))
                            .reduce((_, line) -> line)
                            .filter(line -> line.contains("web.dom is up"))
                            .isPresent());
            Moments.await(
                    "whoever was told of web.dom by " + host.name() + " is told that it is up",
                    LIMIT,
                    () -> newlyTold().stream()
                            .filter(line -> line.startsWith(host.name() + " "))
                            .reduce((_, line) -> line)
                            .map(line -> line.startsWith(host.name() + " web.dom up "))
                            .orElse(true),
                    () -> "They were told: " + newlyTold());
        }
    }

    /// A node that has just come back is told of no resource before it has a lease.
    private void isRefusedBecauseItRunsOn(Host next) {
        Moments.await(
                "the agent is refused on the first host because it runs on " + next.name(),
                LIMIT,
                () -> supervised
                        .ask(stage.node(1), "START web.dom")
                        .contains("Running on " + next.name() + ", not loaded on"));
    }

    private void isSupervisedOnTheFirstAgain() {
        Host first = stage.node(1);
        stage.cluster().must(first, "migrate " + Service.RESOURCE + " " + first.name());
        stage.awaitService(first, LIMIT);
        // It answers before its start is over, and what dies then has not come up at all.
        assertThat(stage.cluster().awaitRunning(first, Service.RESOURCE, LIMIT)).isEqualTo(first);
        int said = supervised.words(Supervised.GWHA, first).length();
        supervised.signal(first, "KILL", false);
        supervised.awaitWord(Supervised.GWHA, first, said, "web.dom runs again");
        stage.awaitService(first, LIMIT);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aHostThatLosesItsPowerStartsNothingWhenItIsBackAndIsSupervisedAgain() {
        Host first = stage.node(1);
        first.powerCut();
        Host next = stage.awaitTakeOver(first, LIMIT);
        assertThat(newStarts()).containsExactly(next.name());

        stage.cluster().repair();
        supervised.serve(first);
        supervised.monitor(first);
        assertThat(supervised.ask(first, "STATUS web.dom")).contains("250 web.dom stopped");
        isRefusedBecauseItRunsOn(next);
        assertThat(newStarts()).containsExactly(next.name());

        isSupervisedOnTheFirstAgain();
        assertThat(newStarts()).containsExactly(next.name(), "node1", "node1");
    }
}
