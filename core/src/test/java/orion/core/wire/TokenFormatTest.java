package orion.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import orion.core.configuration.ApiToken;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Role;

/// Tokens within their limits, and what breaks them.
final class TokenFormatTest {
    private static final int ROLES_FROM_END = 1 + 8;

    private static ApiToken token(String name) {
        return new ApiToken(name, "ab".repeat(32), new TreeSet<>(List.of(Role.OPERATOR)), 1_800_000_000L);
    }

    private static byte[] bytes(ApiToken token) {
        return BoundedWriter.whole(1_000, token, TokenFormat::write);
    }

    private static ApiToken read(byte[] bytes) {
        return BoundedReader.whole(bytes, 1_000, TokenFormat::read);
    }

    @Test
    void theSecretIsNeverThereButWhatProvesIt() {
        assertThat(bytes(token("ci"))).hasSize(4 + 2 + 32 + 1 + 8);
        assertThat(read(bytes(token("ci")))).isEqualTo(token("ci"));
    }

    @Test
    void rolesThatNobodyKnowsOrNoneAreRefused() {
        for (byte roles : new byte[] {0, 16, (byte) 0x82}) {
            byte[] bytes = bytes(token("ci"));
            bytes[bytes.length - ROLES_FROM_END] = roles;

            assertThatExceptionOfType(MalformedInput.class).isThrownBy(() -> read(bytes));
        }
    }

    @Test
    void asManyAsThereCanBeTakeLittleOfTheBoard() {
        SortedMap<String, ApiToken> most = new TreeMap<>();
        for (int i = 0; i < ClusterConfiguration.MOST_TOKENS; i++) {
            String name = "t".repeat(61) + (char) ('A' + i / 10) + i % 10;
            most.put(name, token(name));
        }
        byte[] bytes = BoundedWriter.whole(100_000, most, TokenFormat::writeAll);

        assertThat(bytes).hasSizeLessThan(StateCodec.LONGEST_COPY / 15);
        assertThat(BoundedReader.whole(bytes, 100_000, TokenFormat::readAll)).isEqualTo(most);
        byte[] more = bytes.clone();
        more[1] = (byte) (ClusterConfiguration.MOST_TOKENS + 1);
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> BoundedReader.whole(more, 100_000, TokenFormat::readAll));
    }
}
