package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.ModelCluster.Phase;
import orion.supervisor.configuration.AgentDefinition;
import orion.supervisor.configuration.ConfigurationFault;
import orion.supervisor.configuration.GwhaConfiguration;

/// A person, a gwha that stays, the monitor's orders and the cluster's scripts on two hosts, daemons that die and
/// agents that do: in whatever order they get ahead of each other, an agent begins only on the host that holds its
/// resource, what was unloaded stays ended, and no monitor ends a run because of what it saw of an earlier one.
final class InterleavingTest {
    private static final int RUNS = 200;
    private static final int ORDERS = 6;

    @TempDir
    private Path folder;

    private AgentDefinition agent() throws Exception {
        Path file = Files.writeString(
                folder.resolve("gwha.conf"), "[post.dom]\nserver = /x\nresource = mail\nmove-after = 3\n");
        try {
            return GwhaConfiguration.read(file).agent("post.dom");
        } catch (ConfigurationFault fault) {
            throw new IllegalArgumentException(fault);
        }
    }

    /// One run of everything.
    private static final class Run {
        private final TurnTaking turns;
        private final ModelCluster cluster;
        private final List<ModelHost> hosts;
        private final AgentDefinition agent;

        Run(long seed, AgentDefinition agent) {
            this.turns = new TurnTaking(seed);
            this.cluster = new ModelCluster(turns);
            this.hosts = List.of(new ModelHost(0, cluster, turns), new ModelHost(1, cluster, turns));
            this.agent = agent;
        }

        void run() {
            turns.actor(this::cluster);
            turns.actor(this::misfortune);
            for (ModelHost host : hosts) {
                turns.actor(() -> person(host));
                turns.actor(() -> supervision(host));
                turns.actor(() -> monitor(host));
                turns.actor(() -> monitor(host));
            }
            turns.run();
        }

        /// Loads, moves and unloads; and dies, whereupon what it held is stopped before it is loaded elsewhere.
        private void cluster() throws InterruptedException, AgentFailure {
            for (int i = 0; i < ORDERS; i++) {
                int to = cluster.target == ModelCluster.NOWHERE ? turns.below(2) : cluster.target;
                cluster.target = ModelCluster.NOWHERE;
                cluster.holder = to;
                cluster.phase = Phase.LOADING;
                hosts.get(to).ask(control -> control.start(agent, Asker.PERSON));
                cluster.phase = Phase.RUNNING;
                for (int pause = turns.below(60); pause > 0 && cluster.target == ModelCluster.NOWHERE; pause--) {
                    cluster.maintenance = turns.chance(10);
                    turns.pass();
                }
                boolean dies = turns.chance(40);
                cluster.daemon(to, !dies);
                cluster.phase = dies ? Phase.RUNNING : Phase.UNLOADING;
                turns.pass();
                hosts.get(to).unload(agent);
                assertThat(hosts.get(to).lives())
                        .as("what is left of what was unloaded")
                        .isFalse();
                cluster.holder = ModelCluster.NOWHERE;
                cluster.phase = Phase.OFFLINE;
                for (int pause = turns.below(20); pause > 0; pause--) {
                    turns.pass();
                    assertThat(hosts.get(to).lives())
                            .as("what came back after it was unloaded")
                            .isFalse();
                }
                cluster.daemon(to, true);
            }
        }

        private void misfortune() {
            for (int i = 0; i < 40; i++) {
                turns.pass();
                if (turns.chance(30)) {
                    hosts.get(turns.below(2)).kill();
                }
            }
        }

        private void person(ModelHost host) throws InterruptedException {
            for (int i = 0; i < ORDERS; i++) {
                switch (turns.below(5)) {
                    case 0 -> host.ask(control -> control.stop(agent, "new disk"));
                    case 1 -> host.ask(control -> control.stop(agent, ""));
                    case 2 -> host.ask(control -> control.show(agent));
                    default -> host.ask(control -> control.start(agent, Asker.PERSON));
                }
                turns.pass();
            }
        }

        private void supervision(ModelHost host) throws InterruptedException {
            for (int i = 0; i < 3 * ORDERS; i++) {
                turns.pass();
                host.ask(control -> control.revive(agent));
            }
        }

        private void monitor(ModelHost host) throws InterruptedException {
            for (int i = 0; i < ORDERS; i++) {
                turns.pass();
                if (turns.chance(50)) {
                    host.ask(control -> control.start(agent, Asker.PROGRAM));
                } else {
                    host.restartBlindly(agent);
                }
            }
        }

        /// One host that holds the resource all the time, three monitors of it, and an agent that hangs and dies.
        void runMonitors() {
            ModelHost host = hosts.getFirst();
            cluster.holder = 0;
            cluster.phase = Phase.RUNNING;
            turns.actor(() -> {
                for (int i = 0; i < 60; i++) {
                    turns.pass();
                    if (turns.chance(10)) {
                        host.kill();
                    } else if (turns.chance(20)) {
                        host.hang();
                    }
                }
            });
            turns.actor(() -> supervision(host));
            for (int i = 0; i < 3; i++) {
                turns.actor(() -> {
                    for (int poll = 0; poll < 3 * ORDERS; poll++) {
                        turns.pass();
                        host.pollTwice(agent);
                    }
                });
            }
            turns.run();
        }
    }

    @Test
    void anAgentBeginsOnlyOnTheHostThatHoldsItsResource() throws Exception {
        AgentDefinition agent = agent();
        int launches = 0;
        int brokenOff = 0;
        int moves = 0;
        int agreed = 0;
        int blind = 0;
        int shows = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Run run = new Run(seed, agent);
            try {
                run.run();
            } catch (AssertionError fault) {
                throw new AssertionError("seed " + seed + ": " + fault.getMessage(), fault);
            }
            launches += run.hosts.stream().mapToInt(host -> host.launches).sum();
            brokenOff += run.hosts.stream().mapToInt(host -> host.brokenOff).sum();
            moves += run.cluster.moves;
            agreed += run.cluster.agreed;
            blind += run.hosts.stream().mapToInt(host -> host.blindRestarts).sum();
            shows += run.hosts.stream().mapToInt(host -> host.shows).sum();
        }
        // What never comes up proves nothing.
        assertThat(launches).isGreaterThan(2 * RUNS);
        assertThat(brokenOff).isGreaterThan(RUNS / 10);
        assertThat(agreed).isPositive();
        assertThat(moves).isGreaterThan(agreed);
        assertThat(blind).isGreaterThan(RUNS / 10);
        assertThat(shows).isGreaterThan(RUNS / 10);
    }

    @Test
    void whatAMonitorEndsHasNotAnsweredItTwice() throws Exception {
        AgentDefinition agent = agent();
        int restarts = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Run run = new Run(seed, agent);
            try {
                run.runMonitors();
            } catch (AssertionError fault) {
                throw new AssertionError("seed " + seed + ": " + fault.getMessage(), fault);
            }
            restarts += run.hosts.getFirst().restarts;
        }
        assertThat(restarts).isGreaterThan(RUNS / 4);
    }
}
