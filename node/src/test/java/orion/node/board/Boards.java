package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import orion.node.board.BoardException.Fault;

/// The cluster, key and contents that the tests of this package share.
final class Boards {
    static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(11, 22));
    static final ClusterIdentity OTHER = new ClusterIdentity("island", new UUID(33, 44));
    static final BoardKey KEY = key(1);
    static final BoardKey OTHER_KEY = key(2);
    static final Superblock SUPERBLOCK =
            new Superblock(CLUSTER, Instant.ofEpochMilli(1_000_000_000_123L), DiskPlace.only(new UUID(55, 66)));

    private Boards() {}

    static BoardKey key(int seed) {
        byte[] bytes = new byte[BoardKey.BYTES];
        Arrays.fill(bytes, (byte) seed);
        return new BoardKey(bytes);
    }

    static MemoryMedium medium() throws BoardException {
        MemoryMedium medium = new MemoryMedium(20 << 20, 512);
        BoardCreation.write(medium, SUPERBLOCK, KEY);
        return medium;
    }

    static BoardDevice open(MemoryMedium medium) throws BoardException {
        return BoardDevice.over(medium, CLUSTER, KEY, Optional.empty());
    }

    /// What is on the board, where reading it cannot fail.
    static List<NodeReading> read(BoardDevice board) {
        try {
            return board.readAll();
        } catch (BoardException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /// The reading of a node that must have written.
    static NodeReading.Written written(List<NodeReading> readings, int node) {
        assertThat(readings.get(node - 1)).isInstanceOf(NodeReading.Written.class);
        return (NodeReading.Written) readings.get(node - 1);
    }

    /// Expects a refusal of this kind in one sentence, and returns the sentence.
    static String refusal(Fault fault, ThrowingCallable call) {
        BoardException refused = catchThrowableOfType(BoardException.class, call);
        assertThat(refused).as("a refusal because of %s", fault).isNotNull();
        assertThat(refused.fault()).isEqualTo(fault);
        String sentence = String.valueOf(refused.getMessage());
        assertThat(sentence).endsWith(".").doesNotContain("Exception").doesNotContain("\n");
        return sentence;
    }
}
