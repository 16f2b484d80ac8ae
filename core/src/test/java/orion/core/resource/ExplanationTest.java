package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.followingTheMaster;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Why a resource is where it is, and that what is said to change it does.
final class ExplanationTest {
    private static final ClusterState STATE =
            state(resource("web", "n1", "n2"), resource("mail"), followingTheMaster("address"));
    private static final int HISTORIES = 1_500;

    private static Explanation explained(ClusterState state, String name, NodeId... members) {
        return Explanation.of(state, new Moment(generationOf(members), false, new TreeMap<>()), name);
    }

    private static Explanation.Option option(Explanation explanation, NodeId node) {
        return explanation.options().stream()
                .filter(option -> option.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> steps(Explanation explanation, NodeId node) {
        return option(explanation, node).steps().orElseThrow().stream()
                .map(step -> step.words(STATE.configuration()))
                .toList();
    }

    @Test
    void whatRunsStaysAndAPersonCanSendItElsewhere() {
        Explanation web = explained(STATE.with(in(Phase.RUNNING, "web", N2)), "web", N1, N2, N3);

        assertThat(web.place()).contains(N2);
        assertThat(web.now()).isEqualTo("it runs, and what runs stays where it is");
        assertThat(option(web, N2).ground()).isEqualTo(new Ground.IsThere());
        assertThat(steps(web, N2)).isEmpty();
        assertThat(option(web, N1).ground()).isEqualTo(new Ground.IsElsewhere(N2));
        assertThat(steps(web, N1)).containsExactly("'orion migrate web n1'");
        assertThat(option(web, N3).ground()).isEqualTo(new Ground.NotItsNode());
        assertThat(steps(web, N3)).containsExactly("'orion migrate web n3'");
        assertThat(option(web, N4).ground()).isEqualTo(new Ground.NotUp());
        assertThat(steps(web, N4)).containsExactly("n4 joins", "'orion migrate web n4'");
    }

    @Test
    void whatIsUnassignedWaitsForOneOfItsNodes() {
        Explanation web = explained(STATE.with(in(Phase.UNASSIGNED, "web", N1)), "web", N3);

        assertThat(web.place()).isEmpty();
        assertThat(web.now()).isEqualTo("none of its nodes is up: n1, n2");
        assertThat(steps(web, N1)).containsExactly("n1 joins");
        assertThat(steps(web, N3)).containsExactly("'orion online web n3'");
    }

    @Test
    void whatFollowsTheMasterGoesWhereTheHigherOnesHaveGone() {
        Explanation address = explained(STATE.with(in(Phase.RUNNING, "address", N3)), "address", N1, N2, N3);

        assertThat(steps(address, N1)).containsExactly("n2 leaves", "n3 leaves");
        assertThat(steps(address, N2)).containsExactly("n3 leaves");
        assertThat(steps(address, N4)).containsExactly("n4 joins");
    }

    @Test
    void maintenanceIsNamedWithTheCommandThatEndsIt() {
        Maintenance.Scope cluster = new Maintenance.Scope.Cluster();
        ClusterState lost = STATE.with(in(Phase.RUNNING, "web", N1).inactive(Phase.OFFLINE, "n1 failed"))
                .withMaintenance(Maintenance.NONE.with(cluster, Maintenance.UNTIL_ENDED));
        Explanation web = explained(lost, "web", N2, N3);

        assertThat(web.now())
                .isEqualTo("cluster harbour is in maintenance, so nothing is done by itself;"
                        + " 'orion maintenance off' ends that");
        assertThat(steps(web, N2)).containsExactly("'orion maintenance off'");
        assertThat(steps(web, N3)).containsExactly("'orion online web n3'");
    }

    @Test
    void whatIsComatoseMustBeTakenOfflineFirst() {
        Explanation web = explained(STATE.with(in(Phase.COMATOSE, "web", N1)), "web", N1, N2);

        assertThat(web.now()).isEqualTo("see to the cause, then 'orion offline web' and 'orion online web'");
        assertThat(steps(web, N2)).containsExactly("'orion offline web'", "'orion online web n2'");
    }

    @Test
    void aNodeThatIsLeavingMustComeBackFirst() {
        ClusterState leaving = STATE.with(in(Phase.RUNNING, "web", N1)).withLeaving(nodes(N2));

        assertThat(steps(explained(leaving, "web", N1, N2), N2))
                .containsExactly("n2 has left and joins again", "'orion migrate web n2'");
    }

    @Test
    void beforeTheQuorumAsManyMustJoinAsAreMissing() {
        ClusterState waiting =
                ExampleCluster.beforeQuorum(3, resource("web", "n1", "n2")).with(in(Phase.QUORUM_WAIT, "web", N1));
        Explanation web = explained(waiting, "web", N2);

        assertThat(web.now()).isEqualTo("1 of 3 nodes are up that must be, or be waited for for 60 s");
        assertThat(steps(web, N1)).containsExactly("n1 joins", "n3 joins");
        assertThat(steps(web, N2)).containsExactly("n1 joins", "n3 joins", "'orion migrate web n2'");
    }

    /// The steps are taken here one by one, as a cluster takes them, with reports of loads and unloads that end.
    @Test
    void whatIsSaidToChangeTheChoiceReallyChangesIt() {
        int changed = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            Rehearsal history = DrawnHistory.of(seed);
            for (String name : history.state().resources().keySet()) {
                Explanation explanation = Explanation.of(history.state(), history.moment(), name);
                for (Explanation.Option option : explanation.options()) {
                    if (option.steps().isEmpty() && comesAfterOthers(history.state(), name)) {
                        continue;
                    }
                    List<Remedy> steps = option.steps()
                            .orElseThrow(() -> new AssertionError(
                                    "no way for " + name + " to " + option.node() + " in " + history.state()));
                    boolean there = isOn(history.state(), name, option.node());
                    assertThat(steps.isEmpty()).as("seed %d, %s", seed, option).isEqualTo(there);
                    assertThat(isOn(taken(history, steps), name, option.node()))
                            .as("seed %d: %s of %s", seed, option, explanation)
                            .isTrue();
                    changed += steps.isEmpty() ? 0 : 1;
                }
            }
        }
        assertThat(changed).isGreaterThan(HISTORIES);
    }

    /// What it waits for may be what stands in its way.
    private static boolean comesAfterOthers(ClusterState state, String name) {
        return !state.configuration()
                .resource(name)
                .policy()
                .placement()
                .after()
                .isEmpty();
    }

    private static boolean isOn(ClusterState state, String name, NodeId node) {
        ResourceState resource = state.resource(name);
        return resource.phase() == Phase.RUNNING
                && resource.at().map(Member::node).equals(Optional.of(node));
    }

    private static ClusterState taken(Rehearsal history, List<Remedy> steps) {
        Rehearsal at = history;
        for (Remedy step : steps) {
            Rehearsal next = switch (step) {
                case Remedy.Join(NodeId node) -> at.joinedBy(node);
                case Remedy.Rejoin(NodeId node) -> reported(at.without(node)).joinedBy(node);
                case Remedy.Go(NodeId node) -> {
                    Request leave = new Request.Leave(node);
                    yield reported(new Rehearsal(accepted(at.state(), at.generation(), leave), at.moment()))
                            .without(node);
                }
                case Remedy.Ask(Request request) ->
                    new Rehearsal(accepted(at.state(), at.generation(), request), at.moment());
            };
            at = reported(next);
        }
        return at.state();
    }

    private static ClusterState accepted(ClusterState state, Generation generation, Request request) {
        RequestRules.Verdict verdict = new RequestRules(state, generation, new TreeSet<>()).judge(request);
        assertThat(verdict.accepted()).as(verdict.text()).isTrue();
        return verdict.state();
    }

    /// One order after the other is reported as done, until the master asks for nothing more.
    private static Rehearsal reported(Rehearsal begun) {
        ResourceRules rules = new ResourceRules(begun.moment());
        ClusterState state = rules.next(begun.state());
        for (int round = 0; round < 200; round++) {
            Optional<ResourceState> ordered = state.resources().values().stream()
                    .filter(it -> it.phase() == Phase.LOADING || it.phase() == Phase.UNLOADING)
                    .findFirst();
            if (ordered.isEmpty()) {
                return new Rehearsal(state, begun.moment());
            }
            Request done = new Request.ActionDone(
                    ordered.get().name(),
                    ordered.get().at().orElseThrow(),
                    ordered.get().action(),
                    true,
                    false,
                    0,
                    10,
                    "");
            state = rules.next(accepted(state, begun.generation(), done));
        }
        throw new AssertionError("orders without end: " + state);
    }
}
