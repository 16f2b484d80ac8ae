package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.N4;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.state;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.Outbox;
import orion.core.model.Generation;
import orion.core.model.Timing;
import orion.core.wire.Message.StateInstall;
import orion.core.wire.Message.StateInstalled;
import orion.core.wire.Message.StateNews;
import orion.core.wire.Message.StateReport;

/// A generation with a member that was removed while it was let in (rule M5). n2 is its master.
final class RemovedMemberTest {
    private static final ClusterState WITHOUT_N1;

    static {
        ClusterState all = state();
        WITHOUT_N1 = all.withConfiguration(all.configuration().withoutNode(N1));
    }

    private final Generation generation = generationOf(N1, N2, N3);
    private final Outbox outbox = new Outbox();

    /// The master of a generation all of whose members have made this first state of it their own.
    private StateAgreement installed(ClusterState first) {
        StateAgreement master = new StateAgreement(life(N2), Timing.STANDARD, first);
        master.enter(0, generation, N2, outbox);
        StateReport report = new StateReport(generation.number(), 0, StateId.NONE);
        master.onReport(1, life(N1), report, outbox);
        master.onReport(1, life(N3), report, outbox);
        // All three are new in this run, so what earlier members agreed on is read first.
        master.copiesRead(1, Optional.empty(), 1, outbox);
        StateId id = new StateId(generation.number(), 0);
        master.onInstalled(life(N1), new StateInstalled(id));
        master.onInstalled(life(N3), new StateInstalled(id));
        return master;
    }

    @Test
    void ruleM5AGenerationWithOneThatWasRemovedNeverComesIntoForce() {
        assertThat(installed(state()).canPropose()).as("with nobody removed").isTrue();
        assertThat(installed(WITHOUT_N1).canPropose()).isFalse();
    }

    @Test
    void ruleM5WhoLearnsThatItWasRemovedGoes() {
        ResourceManager removed = new ResourceManager(life(N1), Timing.STANDARD, state());
        removed.enter(0, generation, outbox);
        ClusterState first = WITHOUT_N1.coldStart(generation.run()).withId(new StateId(generation.number(), 0));

        assertThat(removed.departure(generation)).isEqualTo(Departure.NOT_YET);
        removed.received(1, life(removed.master().orElseThrow()), new StateInstall(first), outbox);
        assertThat(removed.departure(generation)).isEqualTo(Departure.REMOVED);
    }

    @Test
    void ruleM5WhatWasLearnedOutsideOfANodeCountsAlsoWhenItIsRemovedAgain() {
        ClusterState three = state().withConfiguration(state().configuration().withoutNode(N4));
        ResourceManager outside = new ResourceManager(life(N1), Timing.STANDARD, three);
        outside.learned(new StateNews(state().withId(new StateId(5, 1))), outbox);
        ClusterState removed = state().withConfiguration(state().configuration().withoutNode(N4));
        outside.learned(new StateNews(removed.withId(new StateId(5, 2))), outbox);
        outside.enter(0, generationOf(N1, N2, N3, N4), outbox);

        assertThat(outside.master()).contains(N4);
    }
}
