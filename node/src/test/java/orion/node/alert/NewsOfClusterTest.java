package orion.node.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static orion.node.alert.Harbour.generation;
import static orion.node.alert.Harbour.running;
import static orion.node.alert.Harbour.state;
import static orion.node.alert.Harbour.web;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.resource.Alert;

/// What a person is told of what all members agree on, and what not.
final class NewsOfClusterTest {
    private final NewsOfCluster news = new NewsOfCluster("harbour");

    private static List<String> subjects(List<Notice> found) {
        return found.stream().map(Notice::subject).toList();
    }

    @Test
    void aNodeThatFailsAndWhatRunsElsewhereThenAreNews() {
        assertThat(news.of(generation(1, 1, 2, 3), state(1, running(2))))
                .as("what was before")
                .isEmpty();
        assertThat(news.of(generation(2, 1, 3), state(2, web())))
                .containsExactly(new Notice(
                        "n2 has failed",
                        "Node n2 of cluster harbour is out of it since generation 2; 'orion events' and 'orion status' on another"
                                + " node tell more."));
        assertThat(news.of(generation(2, 1, 3), state(2, web().loading(Harbour.member(1), "x"))))
                .isEmpty();
        assertThat(news.of(generation(2, 1, 3), state(2, running(1))))
                .containsExactly(
                        new Notice(
                                "web runs on n1 now",
                                "Resource web of cluster harbour runs on n1, since n2 was lost; 'orion explain web' tells why."));
        assertThat(news.of(generation(2, 1, 3), state(2, running(1)))).isEmpty();
    }

    @Test
    void aGenerationThatBeginsWithWhatRanAtTheLostNodeMovesNothingYet() {
        news.of(generation(1, 1, 2, 3), state(1, running(2)));

        assertThat(subjects(news.of(generation(2, 1, 3), state(2, running(2))))).containsExactly("n2 has failed");
        assertThat(subjects(news.of(generation(2, 1, 3), state(2, running(1))))).containsExactly("web runs on n1 now");
    }

    @Test
    void whatAPersonWantedIsNoNews() {
        news.of(generation(1, 1, 2, 3), state(1, running(2)));
        var leaving = state(1, running(2)).withLeaving(new TreeSet<>(List.of(Harbour.N2)));
        assertThat(news.of(generation(1, 1, 2, 3), leaving)).isEmpty();
        assertThat(news.of(generation(1, 1, 2, 3), leaving.with(running(1)))).isEmpty();
        assertThat(news.of(generation(2, 1, 3), state(2, running(1)))).isEmpty();
    }

    @Test
    void whatNeedsAPersonIsNewsOnceAndNothingOfWhatProgramsPrint() {
        news.of(generation(1, 1, 2, 3), state(1, running(2)));
        var comatose = web().loading(Harbour.member(2), "x")
                .wanting(true, Optional.empty())
                .inactive(orion.core.resource.Phase.COMATOSE, "the script printed: password secret");
        List<Notice> found = news.of(generation(1, 1, 2, 3), state(1, comatose));
        assertThat(subjects(found)).containsExactly("web is Comatose");
        assertThat(found.toString()).doesNotContain("secret");
        assertThat(news.of(generation(1, 1, 2, 3), state(1, comatose.because("still so"))))
                .isEmpty();

        var asks = web().asking(Optional.of(new Alert(Alert.Kind.FAILOVER, "n2 was lost")));
        assertThat(subjects(news.of(generation(1, 1, 2, 3), state(1, asks))))
                .containsExactly("web waits for an answer");
        assertThat(news.of(generation(1, 1, 2, 3), state(1, asks))).isEmpty();
    }

    @Test
    void aColdStartIsNoFailureOfAll() {
        news.of(generation(1, 1, 2, 3), state(1, running(2)));
        assertThat(news.of(generation(2, 1), state(2, running(2)).coldStart(2))).isEmpty();
    }
}
