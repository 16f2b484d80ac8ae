package orion.node.board;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The page that says whose board this is and when it was made.
///
/// It carries a checksum and a proof. The checksum can be verified by anyone, so that a board is recognised and named
/// without the key, and so that "another key" is told from "damaged"; only the proof makes it believed.
///
/// @param cluster the owner
/// @param created when the board was made, to the millisecond
/// @param place   which of the board's disks this one is
public record Superblock(ClusterIdentity cluster, Instant created, DiskPlace place) {
    static final int FORMAT_VERSION = 2;
    /// Of boards that had one disk and did not tell which.
    private static final int VERSION_WITHOUT_PLACE = 1;
    private static final int PLACE_AT = 256;

    private static final byte[] MAGIC = "ORIONBRD".getBytes(StandardCharsets.US_ASCII);
    private static final int SIZE = BoardLayout.BLOCK_BYTES;
    private static final int PROOF = SIZE - BoardKey.PROOF_BYTES;
    private static final int CHECKSUM = PROOF - Integer.BYTES;

    /// What a look at the page found.
    public sealed interface Reading {
        /// Nothing of ours.
        record Absent() implements Reading {}

        /// Ours once, but no longer as it was written.
        record Damaged(String reason) implements Reading {}

        /// Whole. Whether it may be believed is told by [#provenBy].
        record Found(Superblock superblock, ByteBuffer page) implements Reading {
            /// Whether the page was made with this key.
            public boolean provenBy(BoardKey key) {
                return new BoardProof(key).isGood(bytes(), PROOF);
            }

            /// Whether the page must be written anew before the keys that no longer write can be forgotten.
            boolean needsAnEarlierKey(BoardKey key) {
                return !new BoardProof(key).isByTheWritingKey(bytes(), PROOF) && provenBy(key);
            }

            private byte[] bytes() {
                byte[] bytes = new byte[SIZE];
                page.duplicate().get(bytes);
                return bytes;
            }
        }
    }

    /// The page as it is written.
    byte[] page(BoardKey key) {
        byte[] bytes = new byte[SIZE];
        byte[] name = cluster.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer.wrap(bytes)
                .put(MAGIC)
                .putInt(FORMAT_VERSION)
                .putLong(cluster.id().getMostSignificantBits())
                .putLong(cluster.id().getLeastSignificantBits())
                .putLong(created.toEpochMilli())
                .putInt(name.length)
                .put(name);
        ByteBuffer numbers = ByteBuffer.wrap(bytes)
                .position(PLACE_AT)
                .putInt(place.number())
                .putInt(place.edition())
                .putInt(place.filled() ? 1 : 0)
                .putInt(place.size());
        place.disks()
                .forEach(
                        disk -> numbers.putLong(disk.getMostSignificantBits()).putLong(disk.getLeastSignificantBits()));
        ByteBuffer.wrap(bytes).putInt(CHECKSUM, checksum(bytes, CHECKSUM));
        new BoardProof(key).put(bytes, PROOF);
        return bytes;
    }

    /// Reads a page of [BoardLayout#BLOCK_BYTES] bytes that may hold anything.
    static Reading read(byte[] bytes) {
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Reading.Absent();
        }
        ByteBuffer page = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        if (page.getInt(CHECKSUM) != checksum(bytes, CHECKSUM)) {
            return new Reading.Damaged("its checksum is wrong");
        }
        int version = page.position(MAGIC.length).getInt();
        if (version != FORMAT_VERSION && version != VERSION_WITHOUT_PLACE) {
            return new Reading.Damaged(
                    "its format version is " + version + " and this program reads version " + FORMAT_VERSION);
        }
        UUID id = new UUID(page.getLong(), page.getLong());
        long created = page.getLong();
        int length = page.getInt();
        if (length < 1 || length > ClusterIdentity.LONGEST_NAME) {
            return new Reading.Damaged("the length of the cluster's name is " + length);
        }
        String name = new String(bytes, page.position(), length, StandardCharsets.UTF_8);
        if (name.getBytes(StandardCharsets.UTF_8).length > ClusterIdentity.LONGEST_NAME) {
            return new Reading.Damaged("the cluster's name is not text");
        }
        ClusterIdentity cluster = new ClusterIdentity(name, id);
        Instant made = Instant.ofEpochMilli(created);
        try {
            DiskPlace place = version == VERSION_WITHOUT_PLACE
                    ? DiskPlace.only(new UUID(0, created))
                    : place(page.position(PLACE_AT));
            return new Reading.Found(new Superblock(cluster, made, place), page.rewind());
        } catch (IllegalArgumentException impossible) {
            return new Reading.Damaged("it tells of a board that cannot be");
        }
    }

    private static DiskPlace place(ByteBuffer page) {
        int number = page.getInt();
        int edition = page.getInt();
        boolean filled = page.getInt() == 1;
        int size = page.getInt();
        List<UUID> disks = new ArrayList<>();
        for (int i = 0; i < Math.clamp(size, 0, DiskPlace.MOST); i++) {
            disks.add(new UUID(page.getLong(), page.getLong()));
        }
        return new DiskPlace(number, edition, disks, filled);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
