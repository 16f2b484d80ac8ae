package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.model.Generation;
import orion.core.model.NodeId;
import orion.core.resource.Moment;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.PlannerData;
import orion.node.api.PlannerData.ExplanationData;
import orion.node.api.PlannerData.FateData;
import orion.node.api.PlannerData.LossData;

/// What the daemon answers about the planner.
final class PlannerDeskTest {
    private static ControlReply answer(String verb, String... words) {
        TreeMap<NodeId, Long> admitted = new TreeMap<>();
        admitted.put(HarbourCluster.N1, 1L);
        admitted.put(HarbourCluster.N2, 1L);
        Generation generation =
                new Generation(3, 1, 1, HarbourCluster.N1, new TreeSet<>(admitted.keySet()), new TreeSet<>(), admitted);
        return new PlannerDesk(HarbourCluster.state(), new Moment(generation, true, new TreeMap<>()))
                .answer(new ControlRequest(verb, List.of(words)));
    }

    private static PlannerData told(String verb, String... words) {
        return answer(verb, words).planner().orElseThrow();
    }

    @Test
    void aResourceIsExplained() {
        ExplanationData web = told("explain", "web").explanation().orElseThrow();

        assertThat(web.state()).isEqualTo("Running");
        assertThat(web.node()).isEqualTo("n2");
        assertThat(web.now()).isEqualTo("it runs, and what runs stays where it is");
        assertThat(web.nodes()).anySatisfy(node -> {
            assertThat(node.node()).isEqualTo("n1");
            assertThat(node.taken()).isFalse();
            assertThat(node.kind()).isEqualTo("elsewhere");
            assertThat(node.steps()).containsExactly("'orion migrate web n1'");
        });
        assertThat(web.nodes()).anySatisfy(node -> {
            assertThat(node.node()).isEqualTo("n3");
            assertThat(node.kind()).isEqualTo("not-up");
        });
    }

    @Test
    void theLossOfANodeIsForetoldWithTheTimeItTakes() {
        FateData web = new FateData(
                "web",
                "n2",
                "Running",
                "n1",
                8_250,
                "n2 failed; started on n1 because it is the most preferred node that is up; not available: n2");

        assertThat(told("what-if", "n2").losses()).containsExactly(new LossData("n2", List.of(web), List.of()));
        assertThat(told("what-if").losses())
                .containsExactly(new LossData("n1", List.of(), List.of()), new LossData("n2", List.of(web), List.of()));
    }

    @Test
    void whatThereIsNotIsRefusedWithWhatThereIs() {
        assertThat(answer("explain", "wiki").text())
                .isEqualTo("there is no resource wiki; 'orion resources' lists those there are");
        assertThat(answer("what-if", "n9").text())
                .isEqualTo("there is no node n9 in cluster harbour; 'orion view' lists those there are");
        assertThat(answer("what-if", "n3").text())
                .isEqualTo("n3 is not a member of cluster harbour at present, so its loss would change nothing;"
                        + " 'orion view' shows who is");
        assertThatIllegalArgumentException().isThrownBy(() -> answer("explain"));
    }
}
