package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a reader of blocks believes, and what it does not.
class SealedBlockTest {
    private final UUID cluster = Boards.CLUSTER.id();
    private final SealedBlock seal = SealedBlock.ofNodes(cluster, Boards.KEY);

    private byte[] block(int node, long sequence, String content) {
        byte[] block = new byte[BoardLayout.BLOCK_BYTES];
        seal.seal(block, node, sequence, Boards.bytes(content));
        return block;
    }

    @Test
    void aSealedBlockReadsBackWithItsSequenceAndContent() {
        assertThat(seal.read(block(3, 41, "tick"), 3, 1))
                .isInstanceOfSatisfying(SealedBlock.Reading.Good.class, good -> {
                    assertThat(good.sequence()).isEqualTo(41);
                    assertThat(Boards.text(good.content())).isEqualTo("tick");
                });
    }

    @Test
    void zerosAreEmptyAndNotDamaged() {
        assertThat(seal.read(new byte[BoardLayout.BLOCK_BYTES], 1, 0)).isInstanceOf(SealedBlock.Reading.Empty.class);
    }

    @Test
    void oneChangedBitAnywhereMakesABlockDamaged() {
        byte[] block = block(3, 41, "tick");
        for (int at = 0; at < block.length; at++) {
            int bit = 1 << (at % 8);
            block[at] ^= (byte) bit;
            assertThat(seal.read(block, 3, 1)).as("byte %d", at).isInstanceOf(SealedBlock.Reading.Damaged.class);
            block[at] ^= (byte) bit;
        }
    }

    @Test
    void aTornBlockIsDamagedWhereverItIsTorn() {
        byte[] before = block(3, 41, "the older content of this copy");
        byte[] after = block(3, 43, "the newer content of this copy");
        for (int torn = 512; torn < after.length; torn += 512) {
            byte[] mixed = before.clone();
            System.arraycopy(after, 0, mixed, 0, torn);
            assertThat(seal.read(mixed, 3, 1)).as("torn at %d", torn).isInstanceOf(SealedBlock.Reading.Damaged.class);
        }
    }

    @Test
    void aBlockCountsOnlyInItsOwnPlaceAndCluster() {
        byte[] block = block(3, 41, "tick");
        assertThat(damage(seal.read(block, 4, 1))).isEqualTo("it is a block of node 3");
        assertThat(damage(seal.read(block, 3, 0))).isEqualTo("sequence 41 does not belong into copy 0");
        UUID other = Boards.OTHER.id();
        assertThat(damage(SealedBlock.ofNodes(other, Boards.KEY).read(block, 3, 1)))
                .isEqualTo("it is a block of the cluster " + cluster);
        assertThat(damage(SealedBlock.ofNodes(cluster, Boards.OTHER_KEY).read(block, 3, 1)))
                .isEqualTo("its proof does not fit");
    }

    @Test
    void moreContentThanFitsIsRefusedAndAFullBlockIsNot() {
        ByteBuffer full = ByteBuffer.allocate(seal.capacity());
        byte[] block = new byte[BoardLayout.BLOCK_BYTES];
        seal.seal(block, 1, 2, full);
        assertThat(seal.read(block, 1, 0)).isInstanceOf(SealedBlock.Reading.Good.class);
        assertThat(seal.capacity()).isGreaterThanOrEqualTo(BoardLayout.LONGEST_PAYLOAD);
        ByteBuffer tooLong = ByteBuffer.allocate(seal.capacity() + 1);
        assertThatThrownBy(() -> seal.seal(block, 1, 2, tooLong)).hasMessageContaining("at most");
    }

    @Test
    @Timeout(600)
    void aHundredThousandRandomAndMutatedBlocksNeverPassNorThrow() {
        Random random = new Random(20_261);
        byte[] good = block(7, 12, "something a forger starts from");
        byte[] block = new byte[good.length];
        for (int round = 0; round < 100_000; round++) {
            if (round % 2 == 0) {
                random.nextBytes(block);
            } else {
                System.arraycopy(good, 0, block, 0, good.length);
                int changes = 1 + random.nextInt(4);
                for (int change = 0; change < changes; change++) {
                    int at = random.nextInt(good.length);
                    block[at] = (byte) (good[at] ^ (1 + random.nextInt(255)));
                }
            }
            assertThat(seal.read(block, 7, 0) instanceof SealedBlock.Reading.Damaged)
                    .as("round %d", round)
                    .isTrue();
        }
    }

    @Test
    void provenHeadersWithAbsurdNumbersAreDamagedAndNotFollowed() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            byte[] block = block(7, 12, "content");
            // Only a holder of the key can write this: a newer or broken program.
            ByteBuffer.wrap(block).putInt(8 + 4 * random.nextInt(9), random.nextInt());
            int length = ByteBuffer.wrap(block).getInt(SealedBlock.HEADER_BYTES - Integer.BYTES);
            new BoardProof(Boards.KEY).put(block, SealedBlock.HEADER_BYTES + Math.clamp(length, 0, seal.capacity()));
            SealedBlock.Reading reading = seal.read(block, 7, 0);
            if (reading instanceof SealedBlock.Reading.Good good) {
                assertThat(good.content().remaining()).isLessThanOrEqualTo(seal.capacity());
                assertThat(good.sequence()).isPositive();
            } else {
                assertThat(reading).isInstanceOf(SealedBlock.Reading.Damaged.class);
            }
        }
    }

    private static String damage(SealedBlock.Reading reading) {
        assertThat(reading).isInstanceOf(SealedBlock.Reading.Damaged.class);
        return ((SealedBlock.Reading.Damaged) reading).reason();
    }
}
