package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.api.ControlRequest;

/// Lines of the command socket, whoever writes them.
final class ControlFormatTest {
    private static final int DEEP = 500_000;

    private final ControlFormat format = new ControlFormat();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"verb\":\"status\"}",
                "{\"words\":[]}",
                "{\"verb\":null,\"words\":[]}",
                "{\"verb\":\"status\",\"words\":[null]}",
                "{\"verb\":\"\\u",
                "{\"verb\":\"status\",\"words\":[],\"more\":\"\\"
            })
    void whatIsNoRequestIsRefusedInASentence(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.request(line))
                .satisfies(
                        refused -> assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n", "java."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void whatIsDeepIsRefusedInASentence(String level) {
        String deep = "{\"verb\":\"status\",\"words\":[],\"more\":" + level.repeat(DEEP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.request(deep))
                .withMessageContaining("levels are inside each other");
    }

    @Test
    void bracketsInATextAreNoLevels() {
        ControlRequest request = new ControlRequest("apply", List.of("\"\\[{".repeat(100)));

        assertThat(format.request(format.line(request))).isEqualTo(request);
    }
}
