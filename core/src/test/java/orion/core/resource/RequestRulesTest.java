package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.add;
import static orion.core.resource.ExampleCluster.capacity;
import static orion.core.resource.ExampleCluster.delete;
import static orion.core.resource.ExampleCluster.followingTheMaster;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.node;
import static orion.core.resource.ExampleCluster.nodes;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.remove;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.Amounts;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.Request.ActionDone;
import orion.core.resource.Request.BeginMaintenance;
import orion.core.resource.Request.Down;
import orion.core.resource.Request.EndMaintenance;
import orion.core.resource.Request.Failed;
import orion.core.resource.Request.Leave;
import orion.core.resource.Request.Migrate;
import orion.core.resource.Request.Offline;
import orion.core.resource.Request.Online;

/// What each kind of request changes, and with which sentence it is refused; n4 is configured but not up.
final class RequestRulesTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"), followingTheMaster("address"));

    private static final ClusterState ON_ITS_WAY = STATE.with(
            in(Phase.RUNNING, "web", N1).wanting(true, Optional.of(N2)).unloading("asked to move to n2"));

    private static final Maintenance.Scope WIKI = new Maintenance.Scope.Resource("wiki");

    private static RequestRules.Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>()).judge(request);
    }

    private static ClusterState web(Phase phase) {
        return STATE.with(in(phase, "web", N1));
    }

    private static Online online(String name) {
        return new Online(name, Optional.empty());
    }

    private static Online onlineOn(NodeId node) {
        return new Online("web", Optional.of(node));
    }

    private static ActionDone done(Member member, long action, boolean succeeded, boolean dirty) {
        return new ActionDone("web", member, action, succeeded, dirty, 0, 0, "exit status 1");
    }

    private static Failed failure(Member member, long action) {
        return new Failed("web", member, action, Symptom.ENDED, "exit status 9");
    }

    static Stream<Arguments> refusals() {
        return Stream.concat(refusalsToRunSomewhere(), refusalsToConfigure());
    }

    private static Stream<Arguments> refusalsToRunSomewhere() {
        String view = "'orion view'";
        return Stream.of(
                Arguments.of(online("wiki"), STATE, List.of("no resource wiki", "'orion resources'")),
                Arguments.of(new Offline("wiki"), STATE, List.of("no resource wiki", "'orion resources'")),
                Arguments.of(new Migrate("wiki", N2), STATE, List.of("no resource wiki", "'orion resources'")),
                Arguments.of(delete("wiki"), STATE, List.of("no resource wiki", "'orion resources'")),
                Arguments.of(new BeginMaintenance(WIKI, 1), STATE, List.of("no resource wiki", "'orion status'")),
                Arguments.of(new EndMaintenance(WIKI), STATE, List.of("no resource wiki", "'orion status'")),
                Arguments.of(
                        capacity(new NodeId(9), Amounts.NONE),
                        STATE,
                        List.of("node 9 is not configured", "'orion status'")),
                Arguments.of(onlineOn(N4), web(Phase.OFFLINE), List.of("n4 is not a member", "harbour", view)),
                Arguments.of(onlineOn(new NodeId(9)), web(Phase.OFFLINE), List.of("node 9 is not a member", view)),
                Arguments.of(
                        online("web"),
                        web(Phase.COMATOSE),
                        List.of("web is comatose (could not be loaded on n1: the disk is full)", "offline before")),
                Arguments.of(onlineOn(N2), web(Phase.RUNNING), List.of("web is Running on n1", "use migrate")),
                Arguments.of(onlineOn(N2), web(Phase.LOADING), List.of("web is Loading on n1")),
                Arguments.of(
                        onlineOn(N3),
                        STATE.with(in(Phase.RUNNING, "web", N1).unloading("asked to move to n2")),
                        List.of("web is on the move (asked to move to n2)", "'orion migrate web n3'")),
                Arguments.of(new Migrate("web", N4), web(Phase.RUNNING), List.of("n4 is not a member", view)),
                Arguments.of(
                        new Migrate("web", N2),
                        web(Phase.RUNNING).withLeaving(nodes(N2)),
                        List.of("n2 is leaving cluster harbour", "name another node")),
                Arguments.of(
                        onlineOn(N2),
                        web(Phase.OFFLINE).withLeaving(nodes(N2)),
                        List.of("n2 is leaving cluster harbour", "name another node")),
                Arguments.of(
                        new Online("address", Optional.of(N1)),
                        STATE.with(in(Phase.OFFLINE, "address", N3)),
                        List.of("address follows the master", "no node can be chosen")),
                Arguments.of(
                        new Migrate("web", N2),
                        web(Phase.OFFLINE),
                        List.of("it is Offline", "only what runs can be moved")),
                Arguments.of(
                        new Migrate("web", N2),
                        web(Phase.LOADING),
                        List.of("it is Loading", "only what runs can be moved")),
                Arguments.of(
                        new Migrate("web", N2),
                        web(Phase.COMATOSE),
                        List.of("it is Comatose", "only what runs can be moved")),
                Arguments.of(
                        new Migrate("address", N2),
                        STATE.with(in(Phase.RUNNING, "address", N3)),
                        List.of("address follows the master", "no node can be chosen")));
    }

    private static Stream<Arguments> refusalsToConfigure() {
        String view = "'orion view'";
        return Stream.of(
                Arguments.of(
                        put(resource("mail", "n1", "n77")),
                        STATE,
                        List.of("resource mail prefers node n77", "not in this cluster", view)),
                Arguments.of(
                        delete("web"),
                        web(Phase.UNLOADING),
                        List.of("web is Unloading", "take it offline before you delete it")),
                Arguments.of(
                        delete("web"),
                        web(Phase.COMATOSE),
                        List.of("web is Comatose", "take it offline before you delete it")),
                Arguments.of(
                        add(node(5, "n2", "10.0.0.5")),
                        STATE,
                        List.of("already a node n2 in cluster harbour", "choose another name")),
                Arguments.of(add(node(2, "n5", "10.0.0.5")), STATE, List.of("number 2 belongs to node n2")),
                Arguments.of(add(node(5, "n5", "10.0.0.3")), STATE, List.of("address 10.0.0.3:7023", "node n3")),
                Arguments.of(
                        add(node(5, "n5", "10.0.0.5", "10.0.0.3")),
                        STATE,
                        List.of("address 10.0.0.3:7023 belongs to node n3", "choose another")),
                Arguments.of(remove(N2), STATE, List.of("n2 is a member of cluster harbour", "'orion leave' on it")),
                Arguments.of(
                        remove(new NodeId(9)),
                        STATE,
                        List.of("node 9 is not configured in cluster harbour", "'orion status'")),
                Arguments.of(
                        remove(N4),
                        STATE.with(in(Phase.RUNNING, "web", N4)),
                        List.of("n4 was cast out and may still hold", "'orion confirm-off n4'")),
                Arguments.of(new Leave(N4), STATE, List.of("n4 is not a member of cluster harbour", view)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalSaysWhatIsWrongAndChangesNothing(Request request, ClusterState before, List<String> words) {
        RequestRules.Verdict verdict = judge(request, before);

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.text()).contains(words).doesNotContain("\n");
        assertThat(verdict.state()).isSameAs(before);
    }

    static Stream<Arguments> requestsWithoutEffect() {
        return Stream.of(
                Arguments.of(online("web"), web(Phase.RUNNING), "web already runs on n1; nothing to do"),
                Arguments.of(onlineOn(N1), web(Phase.LOADING), "web is already loading on n1; nothing to do"),
                Arguments.of(
                        online("web"),
                        ON_ITS_WAY,
                        "web is unloading (asked to move to n2) and is loaded again then; nothing to do"),
                Arguments.of(new Offline("web"), web(Phase.OFFLINE), "web is already offline; nothing to do"),
                Arguments.of(new Migrate("web", N1), web(Phase.RUNNING), "web already runs on n1; nothing to do"),
                Arguments.of(new Migrate("web", N1), web(Phase.LOADING), "web is already loading on n1; nothing to do"),
                Arguments.of(new Migrate("web", N2), ON_ITS_WAY, "web is already on its way to n2; nothing to do"),
                Arguments.of(onlineOn(N2), ON_ITS_WAY, "web is already on its way to n2; nothing to do"),
                Arguments.of(put(resource("web", "n1", "n2")), web(Phase.RUNNING), "web is unchanged"),
                // Reports of an order that is no longer the last one, of somebody else, of another life, of nothing.
                Arguments.of(done(life(N1), 0, true, false), web(Phase.LOADING), "stale"),
                Arguments.of(done(life(N2), 1, true, false), web(Phase.LOADING), "stale"),
                Arguments.of(done(new Member(N1, 2), 1, true, false), web(Phase.LOADING), "stale"),
                Arguments.of(done(life(N1), 1, true, false), web(Phase.RUNNING), "stale"),
                Arguments.of(done(life(N1), 1, false, false), web(Phase.OFFLINE), "stale"),
                Arguments.of(failure(life(N1), 0), web(Phase.RUNNING), "stale"),
                Arguments.of(failure(life(N2), 1), web(Phase.RUNNING), "stale"),
                Arguments.of(failure(life(N1), 2), web(Phase.UNLOADING), "stale"),
                Arguments.of(new ActionDone("wiki", life(N1), 1, true, false, 0, 0, ""), STATE, "stale"),
                Arguments.of(new Failed("wiki", life(N1), 1, Symptom.BROKEN, ""), STATE, "stale"));
    }

    @ParameterizedTest
    @MethodSource("requestsWithoutEffect")
    void whatIsSoAlreadyOrComesTooLateIsAcceptedAndChangesNothing(Request request, ClusterState before, String text) {
        assertThat(judge(request, before)).isEqualTo(new RequestRules.Verdict(true, before, text));
    }

    static Stream<Arguments> changes() {
        ResourceState running = in(Phase.RUNNING, "web", N1);
        ResourceState stopping = in(Phase.UNLOADING, "web", N1);
        ResourceState dirty = in(Phase.LOADING, "web", N1).comatose(true, "could not be loaded");
        return Stream.of(
                Arguments.of(online("web"), web(Phase.OFFLINE), ResourceState.created("web", true), "web goes online"),
                Arguments.of(
                        onlineOn(N2),
                        web(Phase.UNASSIGNED),
                        in(Phase.UNASSIGNED, "web", N1).wanting(true, Optional.of(N2)),
                        "web goes online"),
                Arguments.of(
                        onlineOn(N2),
                        STATE.with(stopping),
                        stopping.wanting(true, Optional.of(N2)),
                        "web starts again when it has stopped"),
                Arguments.of(
                        new Offline("web"),
                        STATE.with(running),
                        running.wanting(false, Optional.empty()),
                        "web goes offline"),
                Arguments.of(
                        new Offline("web"),
                        web(Phase.COMATOSE),
                        in(Phase.COMATOSE, "web", N1)
                                .wanting(false, Optional.empty())
                                .inactive(Phase.OFFLINE, "taken offline"),
                        "web goes offline"),
                Arguments.of(
                        new Offline("web"),
                        STATE.with(dirty),
                        dirty.wanting(false, Optional.empty()).unloading("taken offline"),
                        "web goes offline"),
                Arguments.of(
                        new Migrate("web", N3),
                        STATE.with(running),
                        running.wanting(true, Optional.of(N3)),
                        "web moves to n3"),
                Arguments.of(
                        done(life(N1), 1, true, false),
                        web(Phase.LOADING),
                        running.with(running.tally().loadedIn(1)),
                        "noted"),
                Arguments.of(
                        done(life(N1), 2, true, false),
                        STATE.with(stopping),
                        stopping.inactive(Phase.OFFLINE, "taken offline"),
                        "noted"),
                Arguments.of(
                        failure(life(N1), 1),
                        STATE.with(running),
                        running.stopped(1, "stopped by itself on n1: exit status 9"),
                        "noted"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void anAcceptedRequestChangesTheResourceAndNothingElse(
            Request request, ClusterState before, ResourceState after, String text) {
        assertThat(judge(request, before)).isEqualTo(new RequestRules.Verdict(true, before.with(after), text));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"LOADING", "UNLOADING"})
    void aFailedOrderLeavesTheResourceComatoseAndAtItsNodeOnlyWherePartsMayBeLeft(Phase phase) {
        ClusterState before = web(phase);
        long action = before.resource("web").action();
        ResourceState clean =
                judge(done(life(N1), action, false, false), before).state().resource("web");
        ResourceState dirty =
                judge(done(life(N1), action, false, true), before).state().resource("web");

        String order = phase == Phase.LOADING ? "could not be loaded" : "could not be unloaded";
        assertThat(clean.phase()).isEqualTo(Phase.COMATOSE);
        assertThat(clean.at()).isEmpty();
        assertThat(clean.reason()).isEqualTo(order + " on n1: exit status 1");
        assertThat(dirty.phase()).isEqualTo(Phase.COMATOSE);
        assertThat(dirty.at()).contains(life(N1));
    }

    @Test
    void aFailureMayOvertakeTheEndOfItsLoad() {
        ClusterState next = judge(failure(life(N1), 1), web(Phase.LOADING)).state();
        assertThat(next.resource("web").phase()).isEqualTo(Phase.STOPPED);
        assertThat(next.resource("web").failures()).isEqualTo(1);
    }

    @Test
    void askingAnewForgetsEarlierFailures() {
        ResourceState givenUp =
                in(Phase.RUNNING, "web", N1).restarting(3, "stopped").comatose(false, "given up");
        ClusterState offline = judge(new Offline("web"), STATE.with(givenUp)).state();

        assertThat(judge(online("web"), offline).state().resource("web").failures())
                .isZero();
    }

    @Test
    void aResourceIsCreatedChangedAndDeletedWhileItIsOffline() {
        RequestRules.Verdict created = judge(put(resource("mail", "n1")), STATE);
        assertThat(created.text()).isEqualTo("edit 2: mail created");
        assertThat(created.state().resource("mail")).isEqualTo(ResourceState.created("mail", true));

        ClusterState offline = created.state().with(in(Phase.OFFLINE, "mail", N1));
        RequestRules.Verdict changed = judge(put(resource("mail", "n2")), offline);
        assertThat(changed.text()).isEqualTo("edit 3: mail changed");
        assertThat(changed.state().configuration().resource("mail")).isEqualTo(resource("mail", "n2"));

        RequestRules.Verdict deleted = judge(delete("mail"), changed.state());
        assertThat(deleted.text()).isEqualTo("edit 4: mail deleted");
        assertThat(deleted.state().resources()).isEqualTo(STATE.resources());
        assertThat(deleted.state().configuration().version())
                .isEqualTo(STATE.configuration().version() + 3);
    }

    @Test
    void aNewNodeMayJoinAndBeingAddedTwiceIsHarmless() {
        NodeDefinition n5 = node(5, "n5", "10.0.0.5");
        RequestRules.Verdict first = judge(add(n5), STATE);

        assertThat(first.accepted()).isTrue();
        assertThat(first.text()).isEqualTo("edit 2: n5 may join");
        assertThat(first.state().configuration().node(new NodeId(5))).isEqualTo(n5);
        assertThat(judge(add(n5), first.state()).accepted()).isTrue();
    }

    @Test
    void aNodeThatLeavesIsMarkedAndWhenAllGoDownAllMembersAre() {
        RequestRules.Verdict leave = judge(new Leave(N2), STATE.withLeaving(nodes(N3)));
        assertThat(leave.text()).isEqualTo("n2 leaves when its resources have moved");
        assertThat(leave.state()).isEqualTo(STATE.withLeaving(nodes(N2, N3)));

        RequestRules.Verdict down = judge(new Down(), STATE);
        assertThat(down.accepted()).isTrue();
        assertThat(down.state()).isEqualTo(STATE.withLeaving(nodes(N1, N2, N3)));
    }

    @Test
    void everyKindOfRequestThatCanBeRefusedIsInTheTableOfRefusals() {
        Set<Class<?>> refused = refusals()
                .map(row -> Objects.requireNonNull(row.get()[0]).getClass())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // AlertTest shows when an answer is refused.
        List<Class<?>> others = List.of(Down.class, ActionDone.class, Failed.class, Request.Answer.class);

        refused.addAll(others);
        assertThat(refused).containsExactlyInAnyOrderElementsOf(Arrays.asList(Request.class.getPermittedSubclasses()));
    }
}
