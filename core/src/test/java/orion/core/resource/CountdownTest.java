package orion.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.core.resource.ExampleCluster.N1;
import static orion.core.resource.ExampleCluster.N2;
import static orion.core.resource.ExampleCluster.put;
import static orion.core.resource.ExampleCluster.resource;
import static orion.core.resource.ExampleCluster.state;

import org.junit.jupiter.api.Test;
import orion.core.resource.Maintenance.Scope;

/// How a master counts down on its own clock what ends by itself.
final class CountdownTest {
    private static final Scope CLUSTER = new Scope.Cluster();
    private final Countdown countdown = new Countdown();

    private static ClusterState with(Maintenance maintenance) {
        return state(resource("web")).withMaintenance(maintenance);
    }

    @Test
    void whatIsLeftIsAgreedOnOnceAMinuteAndAtTheEnd() {
        countdown.begin(1_000);
        ClusterState begun = with(Maintenance.NONE.with(CLUSTER, 90_000));
        assertThat(countdown.due(begun)).isEqualTo(61_000);

        ClusterState later = countdown.counted(61_000, begun);
        assertThat(later).isEqualTo(with(Maintenance.NONE.with(CLUSTER, 30_000)));
        countdown.proposed(61_000);
        assertThat(countdown.due(later)).isEqualTo(91_000);
        assertThat(countdown.counted(91_000, later)).isEqualTo(with(Maintenance.NONE));
    }

    @Test
    void everyTimeIsCountedByItself() {
        countdown.begin(0);
        Maintenance three = Maintenance.NONE
                .with(CLUSTER, 5_000)
                .with(new Scope.Node(N1), Maintenance.UNTIL_ENDED)
                .with(new Scope.Node(N2), 10_000);

        assertThat(countdown.due(with(three))).isEqualTo(5_000);
        assertThat(countdown.counted(5_000, with(three)))
                .isEqualTo(with(Maintenance.NONE
                        .with(new Scope.Node(N1), Maintenance.UNTIL_ENDED)
                        .with(new Scope.Node(N2), 5_000)));
    }

    @Test
    void whatHasNoEndIsNotCounted() {
        ClusterState state = with(Maintenance.NONE.with(CLUSTER, Maintenance.UNTIL_ENDED));

        assertThat(countdown.due(state)).isEqualTo(Long.MAX_VALUE);
        assertThat(countdown.counted(1_000_000_000, state)).isEqualTo(state);
        assertThat(countdown.due(with(Maintenance.NONE))).isEqualTo(Long.MAX_VALUE);
    }

    /// The master before may have counted further; the time that it lasts longer is better than an early end.
    @Test
    void aGenerationBeginsWithWhatWasAgreedOnLast() {
        ClusterState agreed = with(Maintenance.NONE.with(CLUSTER, 30_000));
        countdown.begin(0);
        countdown.begin(20_000);

        assertThat(countdown.due(agreed)).isEqualTo(50_000);
    }

    @Test
    void theTimeToConfirmAnEditIsCountedAsWell() {
        ClusterState onTrial = ExampleCluster.onTrial(70_000, put(resource("db")), with(Maintenance.NONE));
        countdown.begin(1_000);
        assertThat(countdown.due(onTrial)).isEqualTo(61_000);

        ClusterState later = countdown.counted(61_000, onTrial);
        assertThat(later.edits().trial().orElseThrow().leftMillis()).isEqualTo(10_000);
        countdown.proposed(61_000);
        assertThat(countdown.due(later)).isEqualTo(71_000);

        ClusterState over = countdown.counted(72_000, later);
        assertThat(over.edits().trial().orElseThrow().isOver()).isTrue();
        assertThat(countdown.due(over)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void timesAreToldInTheLargestUnits() {
        assertThat(Maintenance.inWords(1)).isEqualTo("for 1 s");
        assertThat(Maintenance.inWords(90_000)).isEqualTo("for 1 min 30 s");
        assertThat(Maintenance.inWords(1_800_000)).isEqualTo("for 30 min");
        assertThat(Maintenance.inWords(7_200_000)).isEqualTo("for 2 h");
        assertThat(Maintenance.inWords(3_661_000)).isEqualTo("for 1 h 1 min 1 s");
        assertThat(Maintenance.inWords(86_400_000)).isEqualTo("for 1 d");
        assertThat(Maintenance.inWords(40 * 86_400_000L + 7_260_000)).isEqualTo("for 40 d 2 h 1 min");
    }
}
