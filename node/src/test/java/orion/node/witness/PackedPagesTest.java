package orion.node.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import orion.core.wire.MalformedInput;

/// Content of a disk on its way: what comes out is what went in, and nothing else comes out of anything.
final class PackedPagesTest {
    private static final int ROUNDS = 4_000;

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackedPages.write(new DataOutputStream(bytes), MemorySegment.ofArray(content), 0, content.length);
        return bytes.toByteArray();
    }

    private static byte[] unpacked(byte[] packed, int length) throws IOException {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 99);
        ByteArrayInputStream bytes = new ByteArrayInputStream(packed);
        PackedPages.read(new DataInputStream(bytes), MemorySegment.ofArray(content), 0, length);
        assertThat(bytes.available()).as("bytes left over").isZero();
        return content;
    }

    /// Pages of zeros, of noise, and of something in between, the last one cut off somewhere.
    private static byte[] content(Random random) {
        byte[] content = new byte[512 * (1 + random.nextInt(40))];
        for (int at = 0; at < content.length; at += 4096) {
            byte[] page = new byte[random.nextInt(3) * 2048];
            random.nextBytes(page);
            System.arraycopy(page, 0, content, at, Math.min(page.length, content.length - at));
        }
        return content;
    }

    @Test
    void whatIsPackedUnpacksToTheSame() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            byte[] content = content(random);
            assertThat(unpacked(packed(content), content.length)).isEqualTo(content);
        }
    }

    @Test
    void anEmptyBoardCostsNextToNothing() throws Exception {
        assertThat(packed(new byte[260 * 1024])).hasSizeLessThan(20);
    }

    @Test
    void damagedContentIsRefusedOrIsSoManyBytesAndNothingElseHappens() throws Exception {
        Random random = new Random(2);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] content = content(random);
            byte[] packed = packed(content);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(packed.length) : packed.length;
            try {
                unpacked(Arrays.copyOf(packed, length), content.length);
            } catch (MalformedInput | IOException | AssertionError expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void moreThanTheContentIsNeverMadeOfIt() throws Exception {
        byte[] large = packed(new byte[] {1, 2, 3, 4});
        // As if for a page of 4096 bytes: the compressed bytes say less.
        assertThatThrownBy(() -> unpacked(large, 4096))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("has not the length");
        byte[] filled = new byte[64 * 1024];
        Arrays.fill(filled, (byte) 1);
        byte[] more = packed(filled);
        more[0] = 1;
        more[1] = 0;
        assertThatThrownBy(() -> unpacked(more, filled.length))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("has not the length");
        byte[] announced = {1, 0x7f, -1, -1, -1, 0};
        assertThatThrownBy(() -> unpacked(announced, 4096))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("are no 4096 bytes");
    }
}
