package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The window against a plain set of all sequences ever let in.
final class ReplayWindowTest {
    @Test
    void itAgreesWithASetThatRemembersEverything() {
        Random random = new Random(7);
        ReplayWindow window = new ReplayWindow();
        TreeSet<Long> seen = new TreeSet<>();
        long around = 0;
        for (int i = 0; i < 200_000; i++) {
            around += random.nextInt(100) == 0 ? random.nextInt(3_000) : random.nextInt(3);
            long sequence = Math.max(0, around - random.nextInt(1_500));
            long highest = seen.isEmpty() ? -1 : seen.last();
            boolean expected = sequence > highest - ReplayWindow.SIZE && !seen.contains(sequence);
            assertThat(window.isNew(sequence))
                    .as("sequence %d of step %d", sequence, i)
                    .isEqualTo(expected);
            if (expected) {
                window.mark(sequence);
                seen.add(sequence);
                seen.headSet(seen.last() - 2L * ReplayWindow.SIZE).clear();
            }
        }
    }

    @Test
    void theHighestNumberThereIsDoesNotOverflow() {
        ReplayWindow window = new ReplayWindow();
        window.mark(3);
        window.mark(Long.MAX_VALUE);

        assertThat(window.isNew(Long.MAX_VALUE)).isFalse();
        assertThat(window.isNew(Long.MAX_VALUE - 1)).isTrue();
        assertThat(window.isNew(3)).isFalse();
    }
}
