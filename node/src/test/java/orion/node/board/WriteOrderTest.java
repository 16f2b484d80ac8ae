package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// The two rules of a node's writes, over many random histories.
class WriteOrderTest {
    @Test
    void theSequenceAlwaysIncreasesAndTheGoodCopyIsNeverWritten() {
        Random random = new Random(5);
        for (int history = 0; history < 1_000; history++) {
            WriteOrder order = new WriteOrder();
            long good = random.nextInt(50);
            order.readBack(good);
            long last = good;
            for (int write = 0; write < 100; write++) {
                long sequence = order.next();
                assertThat(sequence).isGreaterThan(last);
                if (good > 0) {
                    assertThat(sequence & 1).isNotEqualTo(good & 1);
                }
                last = sequence;
                if (random.nextInt(3) == 0) {
                    good = sequence;
                }
                order.readBack(good);
            }
        }
    }
}
