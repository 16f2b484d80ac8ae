package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.followingTheMaster;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.model.NodeId;

/// Where a resource goes, and which reason people are given for it.
final class PlacementTest {
    private static final ClusterState STATE =
            state(resource("web", "n3", "n1"), resource("mail"), resource("print"), followingTheMaster("address"));

    /// What was chosen, and why.
    private record Chosen(Optional<NodeId> node, String reason) {}

    private static Placement.Choice choice(String name, ClusterState state, NodeId... members) {
        return new Placement(state, nodes(members)).choose(state.resource(name));
    }

    private static Chosen choose(String name, ClusterState state, NodeId... members) {
        Placement.Choice choice = choice(name, state, members);
        return new Chosen(choice.node(), choice.reason());
    }

    private static Chosen chosen(NodeId node, String reason) {
        return new Chosen(Optional.of(node), reason);
    }

    private static Chosen nowhere(String reason) {
        return new Chosen(Optional.empty(), reason);
    }

    @Test
    void theMostPreferredNodeThatIsUpIsTaken() {
        assertThat(choose("web", STATE, N1, N2, N3)).isEqualTo(chosen(N3, "it is the most preferred node"));
        assertThat(choose("web", STATE, N1, N2))
                .isEqualTo(chosen(N1, "it is the most preferred node that is up; not available: n3"));
    }

    @Test
    void aNodeThatIsLeavingGetsNothingNew() {
        assertThat(choose("web", STATE.withLeaving(nodes(N3)), N1, N2, N3))
                .isEqualTo(chosen(N1, "it is the most preferred node that is up; not available: n3"));
        assertThat(choose("mail", STATE.withLeaving(nodes(N1)), N1, N2).node()).contains(N2);
    }

    @Test
    void whereNoneOfItsNodesIsUpItGoesNowhereAndTheReasonNamesThem() {
        assertThat(choose("web", STATE, N2, N4)).isEqualTo(nowhere("none of its nodes is up: n3, n1"));
    }

    @Test
    void theNodeItWasAskedToRunOnComesBeforeThePreferredOnesWhileItIsUp() {
        ClusterState asked = STATE.with(STATE.resource("web").wanting(true, Optional.of(N2)));

        assertThat(choose("web", asked, N1, N2, N3)).isEqualTo(chosen(N2, "it was asked to run there"));
        assertThat(choose("web", asked, N1, N3).node()).contains(N3);
        assertThat(choose("web", asked.withLeaving(nodes(N2)), N1, N2, N3).node())
                .contains(N3);
    }

    @Test
    void nobodyIsSaidToHaveAskedWhereItIsLoadedAgainAfterAFailure() {
        ResourceState failed = in(Phase.RUNNING, "web", N2).restarting(1, "it crashed");

        assertThat(choose("web", STATE.with(failed), N1, N2, N3)).isEqualTo(chosen(N2, "it is to run there"));
    }

    @Test
    void withoutPreferencesTheNodeWithTheFewestResourcesIsTakenAndTheLowestNumberOfEquals() {
        assertThat(choose("mail", STATE, N1, N2, N3)).isEqualTo(chosen(N1, "it runs the fewest resources"));
        ClusterState busy = STATE.with(in(Phase.RUNNING, "web", N1)).with(in(Phase.LOADING, "print", N2));
        assertThat(choose("mail", busy, N1, N2, N3).node()).contains(N3);
        assertThat(choose("mail", busy, N1, N2).node()).contains(N1);
    }

    @Test
    void withoutAnyNodeItGoesNowhere() {
        assertThat(choose("mail", STATE.withLeaving(nodes(N1)), N1)).isEqualTo(nowhere("no node is available"));
    }

    @Test
    void whatFollowsTheMasterGoesToTheHighestAddressWhateverElseWasAsked() {
        ClusterState asked = STATE.with(STATE.resource("address").wanting(true, Optional.of(N1)));

        assertThat(choose("address", asked, N1, N2, N3)).isEqualTo(chosen(N3, "it follows the master"));
        assertThat(choose("address", asked.withLeaving(nodes(N3)), N1, N2, N3))
                .isEqualTo(nowhere("the master is leaving"));
    }

    @Test
    void everyConfiguredNodeHasItsReason() {
        ClusterState maintained =
                STATE.withMaintenance(Maintenance.NONE.with(new Maintenance.Scope.Node(N3), Maintenance.UNTIL_ENDED));

        assertThat(choice("web", maintained, N1, N2, N3).candidates())
                .containsExactly(
                        new Placement.Candidate(N1, new Ground.IsPreferred(List.of(N3))),
                        new Placement.Candidate(N2, new Ground.NotItsNode()),
                        new Placement.Candidate(N3, new Ground.InMaintenance()),
                        new Placement.Candidate(N4, new Ground.NotUp()));
        assertThat(choice("mail", STATE.withLeaving(nodes(N2)), N1, N2, N3).candidates())
                .containsExactly(
                        new Placement.Candidate(N1, new Ground.RunsFewest()),
                        new Placement.Candidate(N2, new Ground.Leaving()),
                        new Placement.Candidate(N3, new Ground.RunsMore(N1)),
                        new Placement.Candidate(N4, new Ground.NotUp()));
        assertThat(choice("address", STATE, N1, N2).candidates())
                .contains(
                        new Placement.Candidate(N1, new Ground.NotMaster()),
                        new Placement.Candidate(N2, new Ground.IsMaster()));
        assertThat(choice("web", STATE, N2, N4).candidates())
                .extracting(Placement.Candidate::ground)
                .containsExactly(
                        new Ground.NotUp(), new Ground.NotItsNode(), new Ground.NotUp(), new Ground.NotItsNode());
    }

    @Test
    void aFailbackThatIsUnderWayGoesToNoNodeThatIsInMaintenanceByThen() {
        ResourceState goesHome =
                in(Phase.RUNNING, "web", N1).unloading("n3 is back").ruledTo(N3).unloaded();
        ClusterState maintained = STATE.with(goesHome)
                .withMaintenance(Maintenance.NONE.with(new Maintenance.Scope.Node(N3), Maintenance.UNTIL_ENDED));
        ClusterState sent = maintained.with(maintained.resource("web").wanting(true, Optional.of(N3)));

        assertThat(choose("web", STATE.with(goesHome), N1, N3)).isEqualTo(chosen(N3, "it is to run there"));
        assertThat(choose("web", maintained, N1, N3).node()).contains(N1);
        assertThat(choose("web", sent, N1, N3)).isEqualTo(chosen(N3, "it was asked to run there"));
    }

    @Test
    void theMasterIsRankedByAddressNotByNumber() {
        ClusterState renumbered =
                STATE.withConfiguration(STATE.configuration().withNode(ExampleCluster.node(1, "n1", "10.0.0.200")));

        assertThat(choose("address", renumbered, N1, N2, N3).node()).contains(N1);
    }
}
