package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;

/// What a port scan, and whoever has no token, can make a member write and read.
final class UselessConnectionsTest {
    @Test
    void onlyOneLineAMinuteIsWrittenAndTheOthersAreCounted() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        List<String> journal = new ArrayList<>();
        UselessConnections useless = new UselessConnections(now::get, journal::add);

        for (int i = 0; i < 1000; i++) {
            useless.note("no use");
        }
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(1)));
        useless.note("no use");

        assertThat(journal).containsExactly("no use", "no use (and 999 more since the last one told)");
    }

    @Test
    void theTokenIsReadBeforeAllElse() {
        byte[] content = new BoundedWriter(100)
                .uint8(3)
                .bytes(new byte[EnrolmentToken.SECRET_BYTES])
                .text("nothing after this can be read")
                .toBytes();
        byte[] question = new BoundedWriter(200).block(content).toBytes();

        assertThat(EnrolmentFormat.secret(question)).isEqualTo("0".repeat(2 * EnrolmentToken.SECRET_BYTES));
        assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> EnrolmentFormat.question(question));
    }
}
