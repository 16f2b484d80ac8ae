package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.followingTheMaster;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import orion.core.model.NodeId;
import orion.core.resource.WhatIf.Fate;

/// What the loss of a node would do, in words and in time. That it is what the master then does, the simulator shows.
final class WhatIfTest {
    private static final ClusterState STATE = state(
                    resource("web", "n1", "n2"),
                    resource("print", "n1"),
                    resource("mail"),
                    followingTheMaster("address"))
            .with(running("web", N1, 400))
            .with(running("print", N1, 0))
            .with(running("mail", N2, 300))
            .with(running("address", N3, 20));

    private static ResourceState running(String name, NodeId node, int loadMillis) {
        ResourceState running = in(Phase.RUNNING, name, node);
        return running.with(running.tally().loadedIn(loadMillis));
    }

    private static WhatIf whatIf(ClusterState state, NodeId... members) {
        return new WhatIf(state, new Moment(generationOf(members), false, new TreeMap<>()));
    }

    @Test
    void itTellsWhereEachGoesWhatStaysDownAndWhenItRunsAgain() {
        assertThat(whatIf(STATE, N1, N2, N3).loss(N1).fates())
                .containsExactly(
                        new Fate(
                                "print",
                                Optional.of(N1),
                                Phase.UNASSIGNED,
                                Optional.empty(),
                                "none of its nodes is up: n1",
                                OptionalLong.empty()),
                        new Fate(
                                "web",
                                Optional.of(N1),
                                Phase.RUNNING,
                                Optional.of(N2),
                                "n1 failed; started on n2 because it is the most preferred node that is up;"
                                        + " not available: n1",
                                OptionalLong.of(8_400)));
    }

    @Test
    void theTableHasEveryMember() {
        assertThat(whatIf(STATE, N1, N2, N3).losses())
                .extracting(WhatIf.Loss::node)
                .containsExactly(N1, N2, N3);
        assertThat(whatIf(STATE, N1, N2, N3).loss(N3).fates())
                .extracting(Fate::resource, Fate::to)
                .containsExactly(tuple("address", Optional.of(N2)));
    }

    @Test
    void whatMovesAnywayIsNoConsequence() {
        ClusterState moving = STATE.with(STATE.resource("web").wanting(true, Optional.of(N2)));

        assertThat(whatIf(moving, N1, N2, N3).loss(N3).fates())
                .extracting(Fate::resource)
                .containsExactly("address");
    }

    @Test
    void afterTheLossOfTheLastMemberNothingRuns() {
        ClusterState alone = state(resource("web")).with(running("web", N1, 5));

        assertThat(whatIf(alone, N1).loss(N1).fates())
                .singleElement()
                .satisfies(fate -> assertThat(fate.phase()).isEqualTo(Phase.UNASSIGNED));
    }
}
