package orion.core.resource;

import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What a master does about one resource named web, with time.
final class RecoveryWorld {
    long now = 1_000;
    private Generation generation = generationOf(N1, N2, N3);
    ClusterState state;
    private SortedMap<String, Recent> recent = Collections.emptySortedMap();

    RecoveryWorld(ResourcePolicy policy, String... nodes) {
        ResourceDefinition usual = resource("web", nodes);
        state = ExampleCluster.state(new ResourceDefinition("web", usual.parts(), List.of(nodes), 60, 60, policy));
        settle();
    }

    Moment moment() {
        SortedMap<Member, Long> since = new TreeMap<>();
        return Moment.at(now, generation, true, since, recent);
    }

    void judge() {
        state = new ResourceRules(moment()).next(state);
        recent = Recent.seen(now, state, recent);
    }

    /// Loads and unloads take a second.
    void settle() {
        for (int i = 0; i < 6; i++) {
            judge();
            now += 1_000;
            ResourceState web = web();
            state = state.with(
                    switch (web.phase()) {
                        case LOADING -> web.running(0);
                        case UNLOADING -> web.unloaded();
                        default -> web;
                    });
            recent = Recent.seen(now, state, recent);
        }
    }

    Optional<ResourceState> rebootsFor() {
        return new RebootRules(state, generation.members()).cause();
    }

    ResourceState web() {
        return state.resource("web");
    }

    void fails() {
        ResourceState web = web();
        Request failed =
                new Request.Failed("web", web.at().orElseThrow(), web.action(), Symptom.BROKEN, "exit status 9");
        ask(failed);
        judge();
    }

    void ask(Request request) {
        state = new RequestRules(state, generation, new TreeSet<>())
                .judge(request)
                .state();
    }

    void pass(long seconds) {
        now += seconds * 1_000;
        judge();
    }

    void covers(boolean begins) {
        SortedMap<Maintenance.Scope, Long> web = new TreeMap<>(Map.of(new Maintenance.Scope.Resource("web"), 9_000L));
        state = state.withMaintenance(begins ? new Maintenance(web, new TreeMap<>()) : Maintenance.NONE);
        judge();
    }

    /// Another one judges, which has only just come.
    void masterComes() {
        recent = Recent.seen(now, state, Collections.emptySortedMap());
    }

    void dies(NodeId node) {
        TreeSet<NodeId> left = new TreeSet<>(generation.members());
        left.remove(node);
        generation = generationOf(left.toArray(NodeId[]::new));
        settle();
    }

    void comes(NodeId node) {
        TreeSet<NodeId> all = new TreeSet<>(generation.members());
        all.add(node);
        generation = generationOf(all.toArray(NodeId[]::new));
        settle();
    }
}
