package orion.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ResourceDefinition;
import orion.core.model.NodeId;
import orion.core.resource.Maintenance;
import orion.core.resource.Request;
import orion.core.resource.StateId;

/// What is left of maintenance, and of the trial of an edit, is agreed on once a minute, and not all the time.
final class TimeThatPassesTest {
    private static final NodeId ASKED = new NodeId(1);

    /// How many states are agreed on in the five minutes after something was asked for.
    private static int changes(Request request) {
        Plan plan = Plan.story(3, 1, true, 1).of(5, 1, 3, Plan.attached(1));
        SimCluster cluster = new SimCluster(plan, new Conduct(), BoardMedium::new, false, Optional.empty());
        cluster.hosts().forEach(SimHost::boot);
        cluster.runUntil(60_000_000);
        cluster.ask(ASKED, request);
        cluster.runUntil(70_000_000);
        SortedSet<StateId> made = new TreeSet<>();
        cluster.watch(fact -> {
            if (fact instanceof Fact.StateMade(var _, var state)) {
                made.add(state.id());
            }
        });
        cluster.runUntil(370_000_000);
        return made.size();
    }

    @Test
    void maintenanceWithAnEndIsAgreedOnOnceAMinute() {
        assertThat(changes(new Request.BeginMaintenance(new Maintenance.Scope.Cluster(), 3_600_000)))
                .isEqualTo(5);
    }

    @Test
    void soIsTheTrialOfAnEdit() {
        ResourceDefinition tried = Plan.added(8, ASKED);
        assertThat(changes(Edits.put(tried).confirmedWithin(3_600_000))).isEqualTo(5);
    }
}
