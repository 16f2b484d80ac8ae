package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.Change;
import orion.core.configuration.Edit;
import orion.core.configuration.ResourceDefinition;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;

/// Edits on trial, one after the other, while nodes crash and lose their power and their network: what nobody confirmed
/// is undone, and what somebody was told to be confirmed never is (rule H4).
final class ManyTrialsTest {
    private static final int TRIALS = 40;
    private static final List<Fault.Kind> KINDS =
            List.of(Fault.Kind.POWER_CUT, Fault.Kind.DAEMON_CRASH, Fault.Kind.UNPLUG, Fault.Kind.FREEZE);

    @Test
    void whatNobodyConfirmsIsUndoneAndWhatIsConfirmedStays() {
        Run run = new Run(7);

        run.all();

        assertThat(run.tried.size()).isGreaterThan(TRIALS / 2);
        assertThat(run.state().edits().trial()).isEmpty();
        assertThat(run.kept).isNotEmpty();
        assertThat(run.tried.keySet()).hasSizeGreaterThan(run.kept.size());
        run.tried.forEach((number, definition) -> assertThat(
                        run.state().configuration().resources().containsKey(definition.name()))
                .as("%s, created by edit %d", definition.name(), number)
                .isEqualTo(run.kept.contains(number)));
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
            } else if (fact instanceof Fact.StateMade(var _, ClusterState state)) {
                for (Edit edit : state.edits().edits()) {
                    confirmed(edit);
                }
            }
        }

        private void confirmed(Edit edit) {
            if (edit.touched().equals(List.of(Change.edit(edit.number() - 1)))) {
                kept.add(edit.number() - 1);
            }
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
            Request.Edit edit = Edits.put(Plan.added(number, troubled.anyNode()));
            ask(edit.confirmedWithin(random.between(10_000L, 12_000L)));
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
