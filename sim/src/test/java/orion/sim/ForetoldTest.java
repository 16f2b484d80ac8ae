package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.NodeView;
import orion.core.Standing;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;
import orion.core.resource.WhatIf;

/// What the planner foretells of the loss of a node is what the cluster then does: with policies and resources of all
/// kinds, after people have asked for this and that.
final class ForetoldTest {
    private static final int CLUSTERS = 250;
    private static final long QUIET_MILLIS = 15_000;
    private static final long FAILOVER_MILLIS = 25_000;

    /// Where a resource is, and how it stands.
    private record Place(Phase phase, Optional<NodeId> node) {
        static Place of(ResourceState resource) {
            return new Place(resource.phase(), resource.at().map(Member::node));
        }
    }

    @Test
    void theMasterDoesWhatWasForetold() {
        int moved = 0;
        int down = 0;
        for (long seed = 1; seed <= CLUSTERS; seed++) {
            WhatIf.Loss loss = new Trial(seed).check(seed);
            moved += (int) loss.fates().stream()
                    .filter(fate -> fate.phase() == Phase.RUNNING)
                    .count();
            down += (int) loss.fates().stream()
                    .filter(fate -> fate.phase() != Phase.RUNNING)
                    .count();
        }
        assertThat(moved).isGreaterThan(CLUSTERS / 4);
        assertThat(down).isGreaterThan(CLUSTERS / 20);
    }

    /// One cluster, and the loss of one of its nodes.
    private static final class Trial {
        private final SplitMix random;
        private final SimCluster cluster;
        private final Operator operator;

        Trial(long seed) {
            this.random = new SplitMix(seed * 97 + 13);
            Plan plan = Plan.drawn(seed, random.between(2, 6), 1).withClocks(false);
            this.cluster = new SimCluster(
                    plan.of(seed, 1, 3, Plan.attached(1)), new Conduct(), BoardMedium::new, false, Optional.empty());
            this.operator = new Operator(cluster, seed);
        }

        private WhatIf.Loss check(long seed) {
            cluster.hosts().forEach(SimHost::boot);
            for (int i = 0; i < 40; i++) {
                pass(500);
                operator.answerAll(800);
            }
            for (int i = random.between(0, 6); i > 0; i--) {
                cluster.ask(new NodeId(1), drawn());
                pass(2_000);
            }
            pass(QUIET_MILLIS);
            NodeId victim = node();
            NodeId teller = new NodeId(victim.number() == 1 ? 2 : 1);
            SimHost host = cluster.host(teller);
            NodeView view = Objects.requireNonNull(host.daemon()).view();
            assertThat(view.standing()).as("seed %d", seed).isEqualTo(Standing.MEMBER);

            WhatIf.Loss loss = new WhatIf(view.state(), view.moment(host.clockMillis())).loss(victim);
            SortedMap<String, Place> foretold = places(view.state());
            loss.fates().forEach(fate -> foretold.put(fate.resource(), new Place(fate.phase(), fate.to())));
            cluster.host(victim).powerCut();
            pass(FAILOVER_MILLIS);

            ClusterState after = cluster.state().orElseThrow();
            assertThat(Objects.requireNonNull(host.daemon()).view().generation().members())
                    .doesNotContain(victim);
            assertThat(places(after)).as("seed %d, loss of %s", seed, victim).isEqualTo(foretold);
            return loss;
        }

        private static SortedMap<String, Place> places(ClusterState state) {
            SortedMap<String, Place> places = new TreeMap<>();
            state.resources().forEach((name, resource) -> places.put(name, Place.of(resource)));
            return places;
        }

        private void pass(long millis) {
            cluster.runUntil(cluster.timeline().now() + millis * 1_000);
        }

        private NodeId node() {
            return new NodeId(random.between(1, cluster.plan().nodes()));
        }

        private Request drawn() {
            String resource = "r" + random.between(1, cluster.plan().resources());
            return switch (random.between(0, 4)) {
                case 0 -> new Request.Offline(resource);
                case 1 -> new Request.Online(resource, Optional.of(node()));
                case 2 -> new Request.Migrate(resource, node());
                case 3 -> Edits.put(Plan.added(random.between(1, 4), node()));
                default ->
                    new Request.BeginMaintenance(
                            random.chance(600)
                                    ? new Maintenance.Scope.Node(node())
                                    : new Maintenance.Scope.Resource(resource),
                            Maintenance.UNTIL_ENDED);
            };
        }
    }
}
