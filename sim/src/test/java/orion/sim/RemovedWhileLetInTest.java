package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;

/// Runs drawn from seeds come to where rule M5 matters: a member enters a generation of which it knows that another
/// member was removed while it was let in.
final class RemovedWhileLetInTest {
    private static final int MOST_SEEDS = 300;
    /// More than one, so that it is no accident.
    private static final int ENOUGH = 3;

    @Test
    void seedsReachAGenerationWithANodeThatWasRemoved() {
        SortedSet<Long> reached = new TreeSet<>();
        for (long seed = 1; reached.size() < ENOUGH && seed <= MOST_SEEDS; seed++) {
            if (reaches(Plan.drawn(seed, 0, 2))) {
                reached.add(seed);
            }
        }
        assertThat(reached).hasSize(ENOUGH);
    }

    private static boolean reaches(Plan plan) {
        Simulation run = new Simulation(plan, new Conduct(), BoardMedium::new, false, Optional.empty());
        SortedMap<String, SortedSet<NodeId>> configured = new TreeMap<>();
        boolean[] reached = {false};
        run.cluster().watch(fact -> {
            if (fact instanceof Fact.StateMade(var member, ClusterState state)) {
                configured.put(
                        member.toString(),
                        new TreeSet<>(state.configuration().nodes().keySet()));
            } else if (fact instanceof Fact.GenerationSeen(String where, Generation generation)) {
                SortedSet<NodeId> known = configured.getOrDefault(where, generation.members());
                reached[0] |=
                        generation.members().contains(generation.decider()) && !known.containsAll(generation.members());
            }
        });
        assertThat(run.run().failure()).isEmpty();
        return reached[0];
    }
}
