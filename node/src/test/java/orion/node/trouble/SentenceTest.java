package orion.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sentences that go on where another one began.
final class SentenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The board /dev/sda failed; check it. | the board /dev/sda failed; check it
            This process may not read /dev/sda.  | this process may not read /dev/sda
            Web is Comatose                      | Web is Comatose
            UDP port 7023 is in use.             | UDP port 7023 is in use
            /dev/sda is too small.               | /dev/sda is too small
            Theodor is not up                    | Theodor is not up
            done                                 | done
            """)
    void theyLoseTheirCapitalAndTheirStopButNamesStay(String sentence, String continued) {
        assertThat(Sentence.continued(sentence)).isEqualTo(continued);
    }

    @Test
    void aQuestionHasItsStop() {
        assertThat(Sentence.ended("it is not there; is it mounted?")).isEqualTo("it is not there; is it mounted?");
        assertThat(Sentence.ended("it is not there")).isEqualTo("it is not there.");
    }
}
