package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.core.configuration.Amounts;

/// What a person says that a node has.
final class CapacityWordsTest {
    @Test
    void amountsFollowTheNode() {
        assertThat(CapacityWords.of(List.of("n1", "memory=64000", "cpu=8")).each())
                .isEqualTo(Map.of("memory", 64_000, "cpu", 8));
        assertThat(CapacityWords.of(List.of("n1"))).isEqualTo(Amounts.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "=8", "memory=", "memory=-1", "memory=64G", "memory=9999999999"})
    void whatIsNoAmountIsRefused(String word) {
        assertThatThrownBy(() -> CapacityWords.of(List.of("n1", word)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as memory=64000");
    }

    @Test
    void anAmountIsSaidOnce() {
        assertThatThrownBy(() -> CapacityWords.of(List.of("n1", "cpu=1", "cpu=2")))
                .hasMessageContaining("'cpu' is there twice");
    }
}
