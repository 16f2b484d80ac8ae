package orion.node.fuzz;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Goes on with fresh hostile input for as long as is said; started by `bench/fuzz`, never by the build.
final class LongFuzz {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int INPUTS_AT_ONCE = 50;

    @Test
    void everyDecoderSurvives() {
        long seed = Long.getLong("orion.fuzz.seed", System.currentTimeMillis());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("orion.fuzz.seconds", 60));
        List<Fuzzer> fuzzers =
                Targets.all().stream().map(target -> new Fuzzer(target, seed)).toList();
        try {
            while (System.nanoTime() < end) {
                fuzzers.forEach(LongFuzz::slice);
            }
        } finally {
            System.out.println("seed " + seed + ", "
                    + "%,d inputs"
                            .formatted(
                                    fuzzers.stream().mapToLong(Fuzzer::inputs).sum()));
            fuzzers.forEach(fuzzer -> System.out.println(fuzzer.told()));
        }
    }

    private static void slice(Fuzzer fuzzer) {
        long end = System.nanoTime() + SLICE_NANOS;
        while (System.nanoTime() < end) {
            fuzzer.run(INPUTS_AT_ONCE);
        }
    }
}
