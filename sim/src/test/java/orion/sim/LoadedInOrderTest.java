package orion.sim;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;

/// That it is noticed when something is loaded before what must run first.
final class LoadedInOrderTest {
    private static final Member FIRST = new Member(new NodeId(1), 1);

    private static ResourceDefinition resource(String name, String... after) {
        PlacementPolicy placement = PlacementPolicy.USUAL.comingAfter(List.of(after));
        PartDefinition part = new PartDefinition.Command(List.of("/bin/true", name));
        return new ResourceDefinition(name, List.of(part), List.of(), 10, 10, ResourcePolicy.USUAL.with(placement));
    }

    private static ClusterState with(ClusterState state, ResourceState resource) {
        return state.with(resource).withId(state.id().next());
    }

    private static Fact made(ClusterState state) {
        return new Fact.StateMade(FIRST, state);
    }

    @Test
    void aLoadBeforeWhatMustRunFirstIsNoticed() {
        ClusterState first = ClusterState.initial(Plan.story(2, 0, true, 1)
                        .configuration()
                        .withResource(resource("db"))
                        .withResource(resource("app", "db")))
                .withId(new StateId(1, 1));
        ResourceState db = first.resource("db").loading(FIRST, "started");
        ResourceState app = first.resource("app").loading(FIRST, "started");

        LoadedInOrder invariant = new LoadedInOrder();
        invariant.note(made(first));
        ClusterState loading = with(first, db);
        invariant.note(made(loading));
        assertThatThrownBy(() -> invariant.note(made(with(loading, app))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("app is loaded by state 1/3, but db, which must run first, is LOADING");

        LoadedInOrder other = new LoadedInOrder();
        other.note(made(loading));
        assertThatCode(() -> other.note(made(with(with(loading, db.running(1)).withId(loading.id()), app))))
                .doesNotThrowAnyException();
    }

    @Test
    void anUnloadOfWhatOthersStillNeedIsNoticed() {
        ClusterState first = ClusterState.initial(Plan.story(2, 0, true, 1)
                        .configuration()
                        .withResource(resource("db"))
                        .withResource(resource("app", "db")))
                .withId(new StateId(1, 1));
        ResourceState db = first.resource("db").loading(FIRST, "started").running(1);
        ResourceState app = first.resource("app").loading(FIRST, "started").running(1);
        ClusterState running = first.with(db).with(app);
        ResourceState stops = db.wanting(false, Optional.empty()).unloading("taken offline");

        LoadedInOrder alone = new LoadedInOrder();
        alone.note(made(running));
        assertThatCode(() -> alone.note(made(with(running, stops)))).doesNotThrowAnyException();

        LoadedInOrder both = new LoadedInOrder();
        both.note(made(running));
        ClusterState unwanted = running.with(app.wanting(false, Optional.empty()));
        assertThatThrownBy(() -> both.note(made(with(unwanted, stops))))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("db is unloaded by state 1/2, but app, which comes after it");
    }
}
