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
    private static final int SEEDS = 300;

    @Test
    void seedsReachAGenerationWithANodeThatWasRemoved() {
        SortedSet<Long> reached = new TreeSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (reaches(Plan.drawn(seed, 0, 2))) {
                reached.add(seed);
            }
        }
        assertThat(reached).hasSizeGreaterThan(5);
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
