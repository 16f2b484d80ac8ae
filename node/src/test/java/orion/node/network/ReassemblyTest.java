package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import orion.core.wire.BoundedReader;

/// Pieces of long messages, and the bounds within which they are kept.
final class ReassemblyTest {
    private static byte[] message(int length, int fill) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) fill);
        return message;
    }

    private static Fragment piece(byte[] message, int index) {
        byte[] content = Fragment.content(Fragment.Digest.of(message), message, index);
        return new BoundedReader(content, 1, content.length - 1).whole(Fragment::read);
    }

    @Test
    void theLastMissingPieceMakesTheMessageWhole() {
        Reassembly reassembly = new Reassembly();
        byte[] message = message(2 * Fragment.BYTES + 1, 3);

        assertThat(reassembly.add(piece(message, 2), 0)).isEmpty();
        assertThat(reassembly.add(piece(message, 0), 0)).isEmpty();
        assertThat(reassembly.add(piece(message, 0), 0)).isEmpty();
        assertThat(reassembly.add(piece(message, 1), 0))
                .hasValueSatisfying(whole -> assertThat(whole).isEqualTo(message));
        assertThat(reassembly.unfinished()).isZero();
    }

    @Test
    void anUnfinishedMessageIsGivenUpAfterItsTime() {
        Reassembly reassembly = new Reassembly();
        byte[] message = message(3 * Fragment.BYTES, 3);
        reassembly.add(piece(message, 0), 0);
        reassembly.add(piece(message, 1), 5_000);

        reassembly.forgetOld(5_000 + Reassembly.PATIENCE_MILLIS);
        assertThat(reassembly.unfinished()).isEqualTo(1);
        reassembly.forgetOld(5_001 + Reassembly.PATIENCE_MILLIS);
        assertThat(reassembly.unfinished()).isZero();
        assertThat(reassembly.add(piece(message, 2), 20_000)).isEmpty();
    }

    @Test
    void fewMessagesAreKeptAtATimeAndTheOldestGivesWay() {
        Reassembly reassembly = new Reassembly();
        byte[] oldest = message(2 * Fragment.BYTES, 0);
        reassembly.add(piece(oldest, 0), 0);
        for (int i = 1; i <= Reassembly.MOST_MESSAGES; i++) {
            reassembly.add(piece(message(2 * Fragment.BYTES, i), 0), 0);
        }

        assertThat(reassembly.unfinished()).isEqualTo(Reassembly.MOST_MESSAGES);
        assertThat(reassembly.add(piece(oldest, 1), 0)).isEmpty();
        assertThat(reassembly.add(piece(message(2 * Fragment.BYTES, Reassembly.MOST_MESSAGES), 1), 0))
                .isPresent();
    }

    @Test
    void piecesThatDoNotGiveWhatTheyAreNamedAfterAreDropped() {
        Reassembly reassembly = new Reassembly();
        byte[] message = message(2 * Fragment.BYTES, 1);
        Fragment right = piece(message, 0);
        Fragment wrong = new Fragment(right.of(), 1, 2, message(Fragment.BYTES, 9));
        reassembly.add(right, 0);

        assertThat(reassembly.add(wrong, 0)).isEqualTo(Optional.empty());
    }
}
