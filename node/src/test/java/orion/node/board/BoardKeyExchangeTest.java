package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// An open board goes along with its key when that is exchanged.
final class BoardKeyExchangeTest {
    private final BoardKey own = Boards.key(1);
    private final BoardKey theirs = Boards.key(1);

    private static byte[] secret(int seed) {
        byte[] bytes = new byte[BoardKey.BYTES];
        Arrays.fill(bytes, (byte) seed);
        return bytes;
    }

    private static BoardDevice open(MemoryMedium medium, BoardKey key) throws BoardException {
        return BoardDevice.over(medium, Boards.CLUSTER, key, Optional.empty());
    }

    private static SortedSet<Integer> renewProofs(BoardDevice device) throws BoardException {
        return device.renewProofs(1, new TreeSet<>(), 1, BoardLayout.NODES);
    }

    @Test
    void whoseBlockIsEmptyMayStillWriteWithTheOldKeyAsLongAsItIsConfigured() throws BoardException {
        MemoryMedium medium = Boards.medium();
        BoardDevice device = open(medium, own);
        device.cycle(1, Boards.bytes("one"));
        device.cycle(5, Boards.bytes("five"));
        own.exchange(List.of(secret(2), secret(1)));
        device.clearNode(5);
        assertThat(renewProofs(device)).as("5 was removed").containsExactly(1);
        SortedSet<Integer> configured = new TreeSet<>(List.of(5));
        assertThat(device.renewProofs(1, configured, 1, BoardLayout.NODES))
                .as("5 is to write again")
                .containsExactly(1, 5);
        assertThat(device.renewProofs(1, configured, 1, 4)).containsExactly(1);

        device.cycle(5, Boards.bytes("five"));
        assertThat(device.renewProofs(1, configured, 1, BoardLayout.NODES)).containsExactly(1);
    }

    @Test
    void blocksAreJudgedAnewThoughTheyDidNotChange() throws BoardException {
        MemoryMedium medium = Boards.medium();
        BoardDevice device = open(medium, own);
        BoardDevice other = open(medium, theirs);
        theirs.exchange(List.of(secret(2), secret(1)));
        other.cycle(2, Boards.bytes("two"));
        assertThat(device.readAll().get(1)).isInstanceOf(NodeReading.Damaged.class);

        own.exchange(List.of(secret(1), secret(2)));
        assertThat(Boards.text(Boards.written(device.readAll(), 2).payload())).isEqualTo("two");
    }

    @Test
    void whatAForgottenKeySealedIsNoLongerBelieved() throws BoardException {
        MemoryMedium medium = Boards.medium();
        BoardDevice device = open(medium, own);
        device.cycle(1, Boards.bytes("one"));
        own.exchange(List.of(secret(2)));

        assertThat(device.readAll().getFirst()).isInstanceOf(NodeReading.Damaged.class);
        assertThat(Boards.refusal(BoardException.Fault.WRONG_KEY, () -> open(medium, own)))
                .contains("was made with another key");
    }

    @Test
    void whatStillNeedsTheOldKeyIsRenewedOrNamed() throws BoardException {
        MemoryMedium medium = Boards.medium();
        BoardDevice device = open(medium, own);
        device.cycle(1, Boards.bytes("one"));
        device.cycle(5, Boards.bytes("five"));
        device.writeConfiguration(1, 3, Boards.bytes("configuration"));
        device.writeConfiguration(5, 3, Boards.bytes("configuration"));
        own.exchange(List.of(secret(2), secret(1)));
        assertThat(device.renewProofs(1, new TreeSet<>(), 6, BoardLayout.NODES))
                .as("only these are looked at")
                .isEmpty();
        assertThat(device.renewProofs(1, new TreeSet<>(), 2, 5)).containsExactly(5);
        assertThat(renewProofs(device)).containsExactly(1, 5);

        device.cycle(1, Boards.bytes("one"));
        device.cycle(1, Boards.bytes("one"));
        assertThat(renewProofs(device)).containsExactly(5);

        device.clearNode(5);
        assertThat(renewProofs(device)).isEmpty();
        own.exchange(List.of(secret(2)));
        BoardDevice again = open(medium, own);
        assertThat(Boards.text(Boards.written(again.readAll(), 1).payload())).isEqualTo("one");
        assertThat(again.searchConfigurations().damages()).isEmpty();
        assertThat(again.searchConfigurations().copies()).hasSize(1);
    }
}
