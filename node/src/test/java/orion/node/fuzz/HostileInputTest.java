package orion.node.fuzz;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes in, each decoder reads it or refuses it as documented, and uses little memory; `bench/fuzz` goes on
/// for longer.
final class HostileInputTest {
    private static final long SEED = 20_261_122;
    private static final Target.Limit LIMIT = new Target.Limit(10_000, 10);

    static List<Target> targets() {
        return Targets.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void itSurvives(Target target) {
        Fuzzer fuzzer = new Fuzzer(target, SEED);
        fuzzer.tryTheSeeds();
        fuzzer.run(target.quick());
    }

    private static void fuzz(Target.Decoder decoder) {
        new Fuzzer(new Target("bad", List.of(new byte[] {1, 2, 3, 4}), 100, 0, decoder, LIMIT), SEED).run(50_000);
    }

    @Test
    void aDecoderThatThrowsIsFound() {
        assertThatThrownBy(() -> fuzz(input -> {
                    if (input.length > 8) {
                        throw new IllegalStateException("deep");
                    }
                    return Optional.empty();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("it threw java.lang.IllegalStateException: deep");
    }

    @Test
    void aDecoderThatBelievesALengthIsFound() {
        assertThatThrownBy(() -> fuzz(input -> {
                    int length = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt();
                    byte[] room = new byte[Math.clamp(length, 0, 10_000_000)];
                    return room.length == input.length ? Optional.of(input) : Optional.empty();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("it allocated");
    }

    @Test
    void aDecoderWithTwoFormsOfOneValueIsFound() {
        assertThatThrownBy(() -> fuzz(input -> {
                    byte[] again = input.clone();
                    if (again.length > 3) {
                        again[3] &= 0x7f;
                    }
                    return Optional.of(again);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("written otherwise");
    }
}
