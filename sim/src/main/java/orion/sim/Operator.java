package orion.sim;

import java.util.Optional;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.resource.ResourceState;

/// Answers what resources ask, now and then and not always with yes.
final class Operator {
    private final SimCluster cluster;
    private final SplitMix random;

    Operator(SimCluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new SplitMix(seed * 73 + 11);
    }

    /// Looks again and again, until that moment.
    void attend(long untilMicros) {
        cluster.timeline().afterMillis(random.between(200L, 8_000L), () -> {
            if (cluster.timeline().now() < untilMicros) {
                answerAll(700);
                attend(untilMicros);
            }
        });
    }

    /// Answers everything that is asked now.
    ///
    /// @param yesThousandths how many of 1,000 answers are yes
    void answerAll(int yesThousandths) {
        Optional<NodeId> member = cluster.anyMember();
        Optional<ClusterState> state = cluster.state();
        if (member.isEmpty() || state.isEmpty()) {
            return;
        }
        for (ResourceState resource : state.get().resources().values()) {
            resource.alert()
                    .map(alert -> new Request.Answer(resource.name(), alert.kind(), random.chance(yesThousandths)))
                    .ifPresent(answer -> cluster.ask(member.get(), answer));
        }
    }
}
