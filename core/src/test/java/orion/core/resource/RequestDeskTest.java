package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.N3;
import static orion.core.resource.ExampleCluster.generationOf;
import static orion.core.resource.ExampleCluster.in;
import static orion.core.resource.ExampleCluster.life;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.Outbox;
import orion.core.configuration.Edit;
import orion.core.model.Generation;
import orion.core.model.Timing;
import orion.core.wire.Message.MasterRequest;

/// Requests that the master judges together: none of them is lost without a word.
final class RequestDeskTest {
    private static final Generation ALL = generationOf(N1, N2, N3);
    private static final ClusterState RUNNING =
            state(resource("web", "n1", "n2")).with(in(Phase.RUNNING, "web", N1));
    private static final Request MOVE = new Request.Migrate("web", N3);
    private static final Request FAILURE = new Request.Failed("web", life(N1), 1, Symptom.ENDED, "exit status 9");

    private final Outbox outbox = new Outbox();
    private final RequestDesk desk = new RequestDesk(life(N3), Timing.STANDARD);

    /// The state after the master has judged both, the first one first.
    private ClusterState judged(Request first, Request second) {
        desk.onRequest(life(N1), new MasterRequest(1, first), outbox);
        desk.onRequest(life(N2), new MasterRequest(1, second), outbox);
        ClusterState next = new ResourceRules(new Moment(ALL, false, new TreeMap<>()))
                .next(desk.judgeAll(RUNNING, ALL, new TreeSet<>()));
        desk.answerJudged(outbox);
        return next;
    }

    @Test
    void ruleH1EachEditIsMadeByItself() {
        desk.onRequest(life(N1), new MasterRequest(1, put(resource("mail"))), outbox);
        desk.onRequest(life(N2), new MasterRequest(1, put(resource("db"))), outbox);

        ClusterState first = desk.judgeAll(RUNNING, ALL, new TreeSet<>());
        assertThat(first.configuration().resources()).containsOnlyKeys("mail", "web");
        assertThat(desk.hasWork()).isTrue();
        ClusterState second = desk.judgeAll(first, ALL, new TreeSet<>());
        assertThat(second.configuration().resources()).containsOnlyKeys("db", "mail", "web");
        assertThat(second.edits().edits()).extracting(Edit::number).containsExactly(2L, 3L);
        assertThat(desk.hasWork()).isFalse();
    }

    @Test
    void aMoveIsNotForgottenWhereTheResourceFailsAtTheSameMoment() {
        ResourceState unloading = judged(MOVE, FAILURE).resource("web");
        assertThat(unloading.phase()).isEqualTo(Phase.UNLOADING);
        assertThat(unloading.moveTo()).contains(N3);

        ClusterState stopped = RUNNING.with(unloading.inactive(Phase.OFFLINE, unloading.reason()));
        ResourceState loading = new ResourceRules(new Moment(ALL, false, new TreeMap<>()))
                .next(stopped)
                .resource("web");
        assertThat(loading.at()).contains(life(N3));
        assertThat(loading.reason())
                .isEqualTo("stopped by itself on n1: exit status 9; started on n3 because it was asked to run there");
    }

    @Test
    void aMoveThatComesAfterTheFailureIsRefusedWithASentence() {
        ClusterState failed =
                new RequestRules(RUNNING, ALL, new TreeSet<>()).judge(FAILURE).state();
        RequestRules.Verdict move = new RequestRules(failed, ALL, new TreeSet<>()).judge(MOVE);

        assertThat(judged(FAILURE, MOVE))
                .isEqualTo(new ResourceRules(new Moment(ALL, false, new TreeMap<>())).next(failed));
        assertThat(move.accepted()).isFalse();
        assertThat(move.text())
                .isEqualTo("web was not moved: it is Stopped on n1 (stopped by itself on n1: exit status 9), and only"
                        + " what runs can be moved; ask again when it runs");
    }

    /// The old master was silent until it was cast out; the new one has judged its loss before the request came.
    @Test
    void aMoveThatFindsTheResourceOnItsWayElsewhereSaysWhereAndWhy() {
        ClusterState moved = RUNNING.with(RUNNING.resource("web").loading(life(N3), "n1 failed; started on n3"));
        assertThat(new RequestRules(moved, ALL, new TreeSet<>())
                        .judge(new Request.Migrate("web", N2))
                        .text())
                .isEqualTo("web was not moved: it is Loading on n3 (n1 failed; started on n3), and only what runs can"
                        + " be moved; ask again when it runs");
        ClusterState off = RUNNING.with(RUNNING.resource("web").inactive(Phase.OFFLINE, "taken offline"));
        assertThat(new RequestRules(off, ALL, new TreeSet<>())
                        .judge(new Request.Migrate("web", N2))
                        .text())
                .endsWith("only what runs can be moved; 'orion online web n2' has it loaded there");
    }
}
