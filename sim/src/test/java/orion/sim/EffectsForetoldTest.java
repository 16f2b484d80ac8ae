package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import orion.core.NodeView;
import orion.core.configuration.Change;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.PlacementPolicy;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.ResourcePolicy;
import orion.core.configuration.ResourcePolicy.Mode;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.EditRules;
import orion.core.resource.Effects;
import orion.core.resource.Effects.Effect;
import orion.core.resource.Effects.Kind;
import orion.core.resource.Phase;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;

/// What is foretold of an edit is what the cluster then does: what is restarted, what moves, and that nothing else
/// does. What goes on anyway, as it does in a twin of the cluster without the edit, is no effect of it.
final class EffectsForetoldTest {
    private static final int CLUSTERS = 300;
    private static final long QUIET_MILLIS = 15_000;

    @Test
    void theClusterDoesWhatWasForetold() {
        SortedMap<Kind, Integer> seen = new TreeMap<>();
        int refused = 0;
        int underWay = 0;
        for (long seed = 1; seed <= CLUSTERS; seed++) {
            Trial trial = new Trial(seed);
            Optional<List<Effect>> effects = trial.check(seed);
            refused += effects.isEmpty() ? 1 : 0;
            underWay += effects.isPresent() && trial.isUnderWay() ? 1 : 0;
            effects.orElse(List.of()).forEach(effect -> seen.merge(effect.kind(), 1, Integer::sum));
        }
        assertThat(refused).isLessThan(CLUSTERS / 2);
        assertThat(underWay).isGreaterThan(CLUSTERS / 10);
        assertThat(seen).containsOnlyKeys(Kind.values());
        assertThat(seen.values()).allMatch(many -> many >= 5);
    }

    /// One cluster, at rest or with one thing on its way, and one edit of it.
    private static final class Trial {
        private final SplitMix random;
        private final SimCluster cluster;
        private boolean underWay;

        Trial(long seed) {
            this.random = new SplitMix(seed * 89 + 7);
            Plan plan = Plan.drawn(seed, random.between(2, 5), 1).withClocks(false);
            this.cluster = new SimCluster(
                    plan.of(seed, 1, 3, Plan.attached(1)), new Conduct(), BoardMedium::new, false, Optional.empty());
        }

        /// Whether a resource was on its way when the edit was foretold.
        boolean isUnderWay() {
            return underWay;
        }

        private Optional<List<Effect>> check(long seed) {
            prepare(seed);
            NodeView view = view();
            underWay = view.state().resources().values().stream().anyMatch(Trial::isOnItsWay);
            Request.Edit edit = drawn(view.state());
            EditRules.Outcome outcome = new EditRules(view.state(), view.generation(), new TreeSet<>()).outcome(edit);
            List<Effect> foretold = Effects.of(view.state(), view.moment(host().clockMillis()), outcome);

            long ticket = cluster.ask(new NodeId(1), edit);
            pass(2 * QUIET_MILLIS);

            assertThat(cluster.answer(ticket).orElseThrow().accepted())
                    .as("seed %d", seed)
                    .isEqualTo(outcome.faults().isEmpty());
            if (!outcome.faults().isEmpty()) {
                return Optional.empty();
            }
            ClusterState undisturbed = underWay ? new Trial(seed).withoutEdit(seed) : view.state();
            compare(seed, view.state(), undisturbed, cluster.state().orElseThrow(), foretold);
            return Optional.of(foretold);
        }

        /// To where the edit is asked for.
        private void prepare(long seed) {
            cluster.hosts().forEach(SimHost::boot);
            Operator operator = new Operator(cluster, seed);
            for (int i = 0; i < 40; i++) {
                pass(500);
                operator.answerAll(800);
            }
            if (random.chance(500)) {
                cluster.ask(new NodeId(1), new Request.Offline("r1"));
            }
            pass(QUIET_MILLIS);
            if (random.chance(400)) {
                long ticket = cluster.ask(new NodeId(1), order());
                // Who is asked about the edit must know of it.
                while (cluster.answer(ticket).isEmpty()
                        || !view().state().equals(cluster.state().orElseThrow())) {
                    pass(5);
                }
            }
        }

        private SimHost host() {
            return cluster.host(new NodeId(1));
        }

        private NodeView view() {
            return Objects.requireNonNull(host().daemon()).view();
        }

        private Request order() {
            boolean runs = cluster.state().orElseThrow().resource("r1").phase() == Phase.RUNNING;
            return runs ? new Request.Offline("r1") : new Request.Online("r1", Optional.empty());
        }

        private ClusterState withoutEdit(long seed) {
            prepare(seed);
            pass(2 * QUIET_MILLIS);
            return cluster.state().orElseThrow();
        }

        private static boolean isOnItsWay(ResourceState resource) {
            return resource.phase() == Phase.LOADING || resource.phase() == Phase.UNLOADING;
        }

        /// @param undisturbed what becomes of the cluster without the edit
        private static void compare(
                long seed, ClusterState before, ClusterState undisturbed, ClusterState after, List<Effect> foretold) {
            SortedMap<String, Effect> effects = new TreeMap<>();
            foretold.forEach(effect -> effects.put(effect.resource(), effect));
            SortedSet<String> names = new TreeSet<>(before.resources().keySet());
            names.addAll(after.resources().keySet());
            for (String name : names) {
                ResourceState then = before.resources().get(name);
                ResourceState now = after.resources().get(name);
                ResourceState otherwise = undisturbed.resources().get(name);
                Optional<Effect> effect = Optional.ofNullable(effects.get(name));
                String what = "seed %d: %s becomes %s, and %s without the edit; foretold was %s"
                        .formatted(seed, then, now, otherwise, effect);
                assertThat(phase(now))
                        .as(what)
                        .isEqualTo(effect.map(Effect::phase).orElse(phase(otherwise)));
                assertThat(place(now)).as(what).isEqualTo(effect.map(Effect::to).orElse(place(otherwise)));
                assertThat(place(then))
                        .as(what)
                        .isEqualTo(effect.map(Effect::from).orElse(place(then)));
                boolean both = otherwise != null && now != null;
                assertThat(effect.map(Effect::kind).equals(Optional.of(Kind.MOVED)))
                        .as(what)
                        .isEqualTo(both
                                && !(phase(now).equals(phase(otherwise))
                                        && place(now).equals(place(otherwise))));
                boolean runsOn = effect.map(Effect::kind).orElse(Kind.CHANGED) == Kind.CHANGED
                        && then != null
                        && now != null
                        && then.phase() == Phase.RUNNING;
                if (runsOn) {
                    assertThat(lives(now)).as(what).isEqualTo(lives(then));
                }
                if (effect.map(Effect::kind).orElse(Kind.CHANGED) == Kind.RESTARTED) {
                    assertThat(lives(now)).as(what).isEqualTo(lives(then) + 1);
                }
            }
        }

        private static Optional<Phase> phase(@Nullable ResourceState resource) {
            return Optional.ofNullable(resource).map(ResourceState::phase);
        }

        private static int lives(@Nullable ResourceState resource) {
            return resource == null ? -1 : resource.lives();
        }

        private static Optional<NodeId> place(@Nullable ResourceState resource) {
            return Optional.ofNullable(resource).flatMap(ResourceState::at).map(Member::node);
        }

        private void pass(long millis) {
            cluster.runUntil(cluster.timeline().now() + millis * 1_000);
        }

        private Request.Edit drawn(ClusterState state) {
            List<Change> changes = new ArrayList<>();
            for (ResourceDefinition definition :
                    state.configuration().resources().values()) {
                // What is on its way may have arrived when the edit is judged, and then more can be changed of it.
                if (random.chance(500) && !isOnItsWay(state.resource(definition.name()))) {
                    changes.add(change(state, definition));
                }
            }
            if (random.chance(300) || changes.isEmpty()) {
                changes.add(new Change.PutResource(Plan.added(random.between(1, 4), new NodeId(1))));
            }
            Request.Edit edit = Edits.of(changes.toArray(Change[]::new));
            return random.chance(800) ? Edits.restarting(edit) : edit;
        }

        private Change change(ClusterState state, ResourceDefinition old) {
            ResourceState resource = state.resource(old.name());
            boolean offline = resource.phase() == Phase.OFFLINE && !resource.wantedOnline();
            return switch (random.between(0, 4)) {
                case 0 ->
                    new Change.PutResource(
                            old.withParts(List.of(new PartDefinition.Command(List.of("/bin/" + old.name())))));
                case 1 -> new Change.PutResource(treated(old, old.policy().withFailback(Mode.DISABLE, 1)));
                case 2 -> offline ? new Change.DeleteResource(old.name()) : new Change.PutResource(followed(old));
                case 3 -> new Change.PutResource(followed(old));
                default ->
                    new Change.PutResource(treated(
                            old, old.policy().with(old.policy().placement().withPriority(random.between(0, 9)))));
            };
        }

        private static ResourceDefinition followed(ResourceDefinition old) {
            return treated(
                    old,
                    old.policy()
                            .with(new PlacementPolicy(List.of(), 0, List.of()))
                            .followingMaster());
        }

        private static ResourceDefinition treated(ResourceDefinition old, ResourcePolicy policy) {
            return new ResourceDefinition(
                    old.name(),
                    old.parts(),
                    old.preferredNodes(),
                    old.loadTimeoutSeconds(),
                    old.unloadTimeoutSeconds(),
                    policy);
        }
    }
}
