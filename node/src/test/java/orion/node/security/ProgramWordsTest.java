package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What programs wrote is found in JSON, whatever they wrote, and nothing else is.
final class ProgramWordsTest {
    @Test
    void whatAProgramWroteIsLeftOutToTheEndOfItsString() {
        String json = "{\"a\":\"broken" + ProgramWords.lastOutput("x \\\" y \\\\") + "; asked\",\"b\":\"is off"
                + ProgramWords.saying("no \\u0000 way") + "\",\"c\":\"well\"}";
        assertThat(ProgramWords.withoutIn(json))
                .isEqualTo("{\"a\":\"broken (what it wrote is told to operators)\","
                        + "\"b\":\"is off (what it wrote is told to operators)\",\"c\":\"well\"}");
    }

    @Test
    void whatIsLongIsFoundToo() {
        String json = "\"" + ProgramWords.lastOutput("\\n".repeat(200_000)) + "\"";
        assertThat(ProgramWords.withoutIn(json)).hasSizeLessThan(100);
        String without = "{\"a\":\"its last output: nothing, or saying nothing\"}";
        assertThat(ProgramWords.withoutIn(without)).isEqualTo(without);
    }
}
