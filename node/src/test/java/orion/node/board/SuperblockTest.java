package orion.node.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// The page that says whose board it is.
class SuperblockTest {
    @Test
    void readsBackWithNameIdAndTimeAndProvesItsKey() {
        String name = "ü".repeat(31) + "x";
        Superblock superblock = new Superblock(
                new ClusterIdentity(name, new UUID(-1, 5)),
                Instant.ofEpochMilli(1_234_567),
                DiskPlace.ofNewBoard(5, 7).get(3));
        assertThat(Superblock.read(superblock.page(Boards.KEY)))
                .isInstanceOfSatisfying(Superblock.Reading.Found.class, found -> {
                    assertThat(found.superblock()).isEqualTo(superblock);
                    assertThat(found.provenBy(Boards.KEY)).isTrue();
                    assertThat(found.provenBy(Boards.OTHER_KEY)).isFalse();
                });
    }

    @Test
    void noChangedByteIsBelieved() {
        byte[] page = Boards.SUPERBLOCK.page(Boards.KEY);
        for (int at = 0; at < page.length; at++) {
            page[at] ^= 4;
            boolean believed =
                    Superblock.read(page) instanceof Superblock.Reading.Found found && found.provenBy(Boards.KEY);
            assertThat(believed).as("byte %d", at).isFalse();
            page[at] ^= 4;
        }
    }

    @Test
    void randomPagesWithTheRightBeginningNeverThrow() {
        Random random = new Random(3);
        byte[] page = new byte[BoardLayout.BLOCK_BYTES];
        for (int round = 0; round < 2_000; round++) {
            random.nextBytes(page);
            System.arraycopy(Boards.SUPERBLOCK.page(Boards.KEY), 0, page, 0, 12);
            assertThat(Superblock.read(page)).isInstanceOf(Superblock.Reading.Damaged.class);
        }
    }

    @Test
    void namesAndKeysOfTheWrongLengthAreRefused() {
        assertThatThrownBy(() -> new ClusterIdentity("", new UUID(1, 1))).hasMessageContaining("1 to 63");
        assertThatThrownBy(() -> new ClusterIdentity("x".repeat(64), new UUID(1, 1)))
                .hasMessageContaining("has 64");
        assertThatThrownBy(() -> new BoardKey(new byte[31])).hasMessageContaining("32 bytes, not 31");
        assertThat(Boards.KEY).hasToString("BoardKey[not shown]");
    }

    /// What boards looked like before they could have several disks.
    @Test
    void aPageOfTheFirstVersionIsThatOfTheOnlyDisk() {
        byte[] page = Boards.SUPERBLOCK.page(Boards.KEY);
        ByteBuffer.wrap(page).putInt(8, 1);
        Arrays.fill(page, 256, 512, (byte) 0);
        int checksum = page.length - BoardKey.PROOF_BYTES - Integer.BYTES;
        CRC32C sum = new CRC32C();
        sum.update(page, 0, checksum);
        ByteBuffer.wrap(page).putInt(checksum, (int) sum.getValue());

        assertThat(Superblock.read(page)).isInstanceOfSatisfying(Superblock.Reading.Found.class, found -> {
            assertThat(found.superblock().place().toString()).isEqualTo("the only disk");
            assertThat(found.superblock().place().filled()).isTrue();
        });
    }
}
