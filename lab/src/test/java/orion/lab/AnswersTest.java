package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.lab.Answers.Outage;

/// Outages are found in what the poller noted, and only there.
final class AnswersTest {
    @TempDir
    private Path folder;

    @Test
    void anOutageLastsFromTheLastGoodQuestionBeforeToTheFirstGoodOneAfter() throws Exception {
        Answers answers = answers("10 node1", "20 node1", "30 -", "50 -", "40 -", "60 node2", "70 node2");

        assertThat(answers.longestSince(15)).contains(new Outage(Duration.ofNanos(40), "node1", "node2"));
    }

    @Test
    void answersWithoutALossAreNoOutage() throws Exception {
        assertThat(answers("10 node1", "20 node1", "30 node1").longestSince(0)).isEmpty();
    }

    @Test
    void aMoveThatNobodyNoticedLastsFromOneAnswerToTheNext() throws Exception {
        assertThat(answers("10 node1", "20 node2").longestSince(0))
                .contains(new Outage(Duration.ofNanos(10), "node1", "node2"));
    }

    @Test
    void whatWasLostBeforeDoesNotCount() throws Exception {
        assertThat(answers("10 node1", "20 -", "30 node1", "40 node1").longestSince(35))
                .isEmpty();
    }

    @Test
    void aMomentWithoutAnAnswerOfTheSameHostIsNoInterruption() throws Exception {
        assertThat(answers("10 node1", "20 -", "30 node1").interruptionSince(0)).isEmpty();
        assertThat(answers("10 node1", "20 -", "1000000010 node1").interruptionSince(0))
                .contains(new Outage(Duration.ofSeconds(1), "node1", "node1"));
        assertThat(answers("10 node1", "20 -", "50 node2", "60 -", "200 node2").interruptionSince(0))
                .contains(new Outage(Duration.ofNanos(40), "node1", "node2"));
    }

    @Test
    void aLineInTheMakingIsLeftOut() throws Exception {
        Path log = folder.resolve("answers");
        Files.writeString(log, "10 node1\n20 nod");

        assertThat(Answers.read(log).polls()).hasSize(1);
    }

    private Answers answers(String... lines) throws Exception {
        Path log = folder.resolve("answers");
        Files.writeString(log, String.join("\n", lines) + "\n");
        return Answers.read(log);
    }
}
