package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.resource.Request.ActionDone;
import orion.core.resource.Request.Migrate;
import orion.core.resource.Request.Offline;
import orion.core.resource.Request.Online;

/// A resource that is taken offline while it loads: an order that has begun is not broken off, and the
/// wish stays.
final class OfflineWhileLoadingTest {
    private static final ClusterState STATE = state(resource("web", "n1", "n2"));
    private static final ResourceState LOADING = in(Phase.LOADING, "web", N1);

    private static RequestRules.Verdict judge(Request request, ClusterState state) {
        return new RequestRules(state, generationOf(N1, N2, N3), new TreeSet<>()).judge(request);
    }

    private static ActionDone ended(boolean dirty) {
        return new ActionDone("web", life(N1), 1, false, dirty, 0, 0, "exit status 1");
    }

    @Test
    void whatWasTakenOfflineWhileItLoadsStaysOnlineWhenAskedAnew() {
        ResourceState loading = in(Phase.LOADING, "web", N1);
        ClusterState unwanted = judge(new Offline("web"), STATE.with(loading)).state();

        assertThat(judge(new Online("web", Optional.empty()), unwanted))
                .isEqualTo(new RequestRules.Verdict(
                        true, STATE.with(loading), "web is loading on n1 and no longer goes offline"));
        assertThat(judge(new Online("web", Optional.of(N2)), unwanted))
                .isEqualTo(new RequestRules.Verdict(
                        true,
                        STATE.with(loading.wanting(true, Optional.of(N2))),
                        "web is loading on n1 and no longer goes offline; it moves to n2 when it runs"));
    }

    @Test
    void whatWasTakenOfflineWhileItLoadsIsOfflineEvenIfTheLoadFails() {
        ClusterState loading = STATE.with(LOADING);
        ClusterState unwanted = judge(new Offline("web"), loading).state();
        ResourceState clean = judge(ended(false), unwanted).state().resource("web");
        ResourceState dirty = judge(ended(true), unwanted).state().resource("web");

        String reason = "taken offline; it could not be loaded on n1: exit status 1";
        assertThat(clean).isEqualTo(unwanted.resource("web").inactive(Phase.OFFLINE, reason));
        assertThat(dirty).isEqualTo(unwanted.resource("web").unloading(reason));
        assertThat(clean.wantedOnline()).isFalse();
    }

    @Test
    void aMoveToWhereItLoadsTakesBackThatItIsToGoOffline() {
        ClusterState loading = STATE.with(LOADING);
        ClusterState unwanted = judge(new Offline("web"), loading).state();

        assertThat(judge(new Migrate("web", N1), unwanted))
                .isEqualTo(new RequestRules.Verdict(true, loading, "web is loading on n1 and no longer goes offline"));
    }
}
