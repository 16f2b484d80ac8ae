package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.core.configuration.Amounts;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Role;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;

/// Edits on trial, one after the other, while nodes crash and lose their power and their network: what nobody confirmed
/// is undone, and what somebody was told to be confirmed never is; a token removed meanwhile stays removed (rule H4).
final class ManyTrialsTest {
    private static final int TRIALS = 40;
    private static final List<Fault.Kind> KINDS =
            List.of(Fault.Kind.POWER_CUT, Fault.Kind.DAEMON_CRASH, Fault.Kind.UNPLUG, Fault.Kind.FREEZE);

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9, 10})
    void whatNobodyConfirmsIsUndoneAndWhatIsConfirmedStays(long seed) {
        Run run = new Run(seed);

        run.all();

        assertThat(run.tried.size()).isGreaterThan(TRIALS / 2);
        assertThat(run.state().edits().trial()).isEmpty();
        assertThat(run.kept).isNotEmpty();
        assertThat(run.tried.keySet()).hasSizeGreaterThan(run.kept.size());
        run.tried.forEach((number, definition) -> assertThat(
                        run.state().configuration().resources().containsKey(definition.name()))
                .as("%s, created by edit %d", definition.name(), number)
                .isEqualTo(run.kept.contains(number)));
        assertThat(run.removedMeanwhile).isPositive();
    }

    @Test
    void whatUndoesAnEditAndTheRemovalOfATokenAreEachAnEditOfTheirOwn() {
        Run run = new Run(7);
        run.troubled.boots();
        NodeId master = new NodeId(4);
        Maintenance.Scope hands = new Maintenance.Scope.Resource("r1");
        ResourceDefinition old = run.state().configuration().resource("r1");
        run.ask(Edits.addToken("ci", 1, Role.VIEWER, 1));
        run.troubled.pass(1_000);
        run.ask(Edits.put(new ResourceDefinition("r1", old.parts(), old.preferredNodes(), 7, 7, old.policy()))
                .confirmedWithin(10_000));
        run.ask(new Request.BeginMaintenance(hands, Maintenance.UNTIL_ENDED));
        run.troubled.pass(11_000);
        assertThat(run.state().edits().trial().orElseThrow().obstacle()).isEqualTo("in maintenance: r1");

        // While the first is agreed on, the others wait, and are judged together.
        run.cluster.ask(master, new Request.Offline("r1"));
        run.cluster.ask(master, new Request.EndMaintenance(hands));
        run.cluster.ask(master, Edits.removeToken("ci"));
        run.troubled.pass(5_000);

        assertThat(run.state().configuration().tokens()).isEmpty();
        assertThat(run.state().configuration().resource("r1")).isEqualTo(old);
        assertThat(run.state().edits().edits().stream().map(Edit::summary))
                .containsExactly(
                        "token ci: added, viewer, until 2027-01-15",
                        "r1 changed",
                        "token ci: removed",
                        "edit 3 was not confirmed within 10 s, r1 changed");
    }

    private static Amounts amounts(int number) {
        return new Amounts(new TreeMap<>(Map.of("cpu", number)));
    }

    /// One cluster, its faults, and somebody who tries one resource after the other, each of another name.
    private static final class Run implements Invariant {
        private final TroubledCluster troubled;
        private final SplitMix random;
        private final SimCluster cluster;
        /// What an edit that was put on trial, and acknowledged, creates.
        private final SortedMap<Long, ResourceDefinition> tried = new TreeMap<>();
        /// Those of which all agree that they are confirmed.
        private final SortedSet<Long> kept = new TreeSet<>();
        /// How many removals of tokens were acknowledged while an edit was on trial; [RevokedForGood] watches them.
        private int removedMeanwhile;

        Run(long seed) {
            this.troubled = new TroubledCluster(seed, Plan.story(4, 1, true, 1), KINDS, this);
            this.random = troubled.random();
            this.cluster = troubled.cluster();
        }

        ClusterState state() {
            return troubled.state();
        }

        @Override
        public void note(Fact fact) {
            if (fact instanceof Fact.EditAcknowledged(Request.Edit edit, long number)
                    && edit.confirmWithinMillis() > 0
                    && edit.changes().getFirst() instanceof Change.PutResource(ResourceDefinition definition)) {
                tried.put(number, definition);
            } else if (fact instanceof Fact.EditAcknowledged(Request.Edit edit, var _)
                    && edit.changes().getFirst() instanceof Change.RemoveToken) {
                boolean onTrial =
                        cluster.state().flatMap(state -> state.edits().trial()).isPresent();
                removedMeanwhile += onTrial ? 1 : 0;
            } else if (fact instanceof Fact.StateMade(var _, ClusterState state)) {
                for (Edit edit : state.edits().edits()) {
                    confirmed(edit);
                }
            }
        }

        private void confirmed(Edit edit) {
            tried.keySet().stream()
                    .filter(number -> edit.touched().equals(List.of(Change.edit(number))))
                    .forEach(kept::add);
        }

        void all() {
            troubled.boots();
            for (int i = 0; i < TRIALS; i++) {
                if (i % 3 == 0) {
                    troubled.trouble();
                }
                trial(100 + i);
                troubled.pass(random.between(14_000L, 40_000L));
            }
            troubled.heals(90_000);
        }

        private void trial(int number) {
            String token = "t" + number;
            cluster.state()
                    .ifPresent(state -> ask(Edits.addToken(
                            token, number, Role.VIEWER, state.configuration().version())));
            troubled.pass(100);
            Request.Edit edit = Edits.of(
                    new Change.PutResource(Plan.added(number, troubled.anyNode())),
                    new Change.SetCapacity(troubled.anyNode(), amounts(number)));
            ask(edit.confirmedWithin(random.between(10_000L, 12_000L)));
            if (random.chance(700)) {
                troubled.pass(random.between(1L, 500L));
                ask(Edits.removeToken(token));
            }
            if (random.chance(400)) {
                troubled.pass(random.between(500L, 9_000L));
                cluster.state()
                        .flatMap(state -> state.edits().trial())
                        .ifPresent(trial -> ask(Edits.confirm(trial.edit())));
            }
        }

        private void ask(Request request) {
            cluster.anyMember().ifPresent(node -> cluster.ask(node, request));
        }
    }
}
