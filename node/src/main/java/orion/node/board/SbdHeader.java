package orion.node.board;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// The header sector of the ClusterLabs SBD layout, version 2.1; numbers are big-endian.
///
/// @param slots how many names and mailboxes follow
/// @param sectorSize in bytes; each name and each mailbox is one sector
/// @param watchdogSeconds how long a node may go without feeding its watchdog
/// @param allocateSeconds how long the tool waits after taking a slot
/// @param loopSeconds how often the tool's daemon reads its mailbox
/// @param messageWaitSeconds after which a message counts as received
/// @param id of the device; ours is the cluster's
public record SbdHeader(
        int slots,
        int sectorSize,
        int watchdogSeconds,
        int allocateSeconds,
        int loopSeconds,
        int messageWaitSeconds,
        UUID id) {
    private static final byte[] MAGIC = "SBD_SBD_".getBytes(StandardCharsets.US_ASCII);
    private static final byte MAJOR = 2;
    private static final byte MINOR = 1;
    private static final int MAJOR_AT = 8;
    private static final int SLOTS_AT = 9;
    private static final int NUMBERS_AT = 12;
    private static final int BYTES = 49;

    /// The header that a new board gets, with the tool's own default times.
    static SbdHeader ofNewBoard(int sectorSize, UUID id) {
        return new SbdHeader(BoardLayout.SBD_SLOTS, sectorSize, 5, 2, 1, 10, id);
    }

    /// The sector as it is written.
    byte[] sector() {
        byte[] sector = new byte[sectorSize];
        ByteBuffer.wrap(sector)
                .put(MAGIC)
                .put(MAJOR)
                .put((byte) slots)
                .position(NUMBERS_AT)
                .putInt(sectorSize)
                .putInt(watchdogSeconds)
                .putInt(allocateSeconds)
                .putInt(loopSeconds)
                .putInt(messageWaitSeconds)
                .put(MINOR)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return sector;
    }

    /// Reads the beginning of a device, which may hold anything; empty where it is no such header or makes no sense.
    static Optional<SbdHeader> read(byte[] start) {
        if (start.length < BYTES || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        int slots = Byte.toUnsignedInt(header.get(SLOTS_AT));
        header.position(NUMBERS_AT);
        int sectorSize = header.getInt();
        boolean sound = header.get(MAJOR_AT) == MAJOR
                && Integer.bitCount(sectorSize) == 1
                && sectorSize >= 512
                && sectorSize <= BoardLayout.LARGEST_SECTOR;
        if (!sound) {
            return Optional.empty();
        }
        int watchdog = header.getInt();
        int allocate = header.getInt();
        int loop = header.getInt();
        int messageWait = header.getInt();
        header.get();
        UUID id = new UUID(header.getLong(), header.getLong());
        return Optional.of(new SbdHeader(slots, sectorSize, watchdog, allocate, loop, messageWait, id));
    }

    /// Whether the bytes begin as an SBD device does, whatever its version.
    static boolean isPresent(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }
}
