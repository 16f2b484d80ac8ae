package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.api.ControlReply;
import orion.node.api.StatusData;

/// What counts as another state, and how often anybody looks.
final class StateWatchTest {
    private static final JsonType<StatusData> JSON = Jsonb.builder().build().type(StatusData.class);

    private static StatusData changed(String member, String value) {
        String json = JSON.toJson(RunningApi.status("is a member"));
        String other = json.replaceFirst("\"" + member + "\":(-?[0-9]+|\"[^\"]*\"|true|false)", value);
        assertThat(other).isNotEqualTo(json);
        return JSON.fromJson(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"leaseMillis", "silentMillis", "worstGapMillis", "cycles", "p50Micros", "p99Micros", "maxMicros"
            })
    void whatIsMeasuredMakesNoOtherState(String member) {
        assertThat(StateWatch.essence(changed(member, "\"" + member + "\":77")))
                .isEqualTo(StateWatch.essence(RunningApi.status("is a member")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standing", "master", "state", "reason", "trouble", "alert", "moveTo", "fencing"})
    void whatIsDecidedDoes(String member) {
        assertThat(StateWatch.essence(changed(member, "\"" + member + "\":\"other\"")))
                .isNotEqualTo(StateWatch.essence(RunningApi.status("is a member")));
    }

    @Test
    void oneLookServesAllWhoFollow() {
        List<String> looks = new ArrayList<>();
        StateWatch watch = new StateWatch(
                () -> {
                    looks.add("look");
                    return ControlReply.done("");
                },
                Duration.ofDays(1));
        for (int i = 0; i < 100; i++) {
            assertThat(watch.now()).isPresent();
        }
        assertThat(looks).hasSize(1);
    }
}
