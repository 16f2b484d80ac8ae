package orion.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import orion.core.wire.BoundedWriter;
import orion.core.wire.MalformedInput;

/// What whoever has no token can make a member read.
final class EnrolmentFormatTest {
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
