package orion.node.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;

/// Recognises what somebody else keeps on a device, so that a board is never made over it by mistake.
final class ForeignContent {
    private static final int HEAD_BYTES = 128 * 1024;
    private static final int TAIL_BYTES = 256 * 1024;

    /// A mark at an offset that gives its owner away; each character of `mark` stands for one byte.
    private record Mark(String owner, int offset, String mark) {
        static Mark text(String owner, int offset, String text) {
            return new Mark(owner, offset, text);
        }

        static Mark bytes(String owner, int offset, int... values) {
            StringBuilder mark = new StringBuilder();
            for (int value : values) {
                mark.append((char) value);
            }
            return new Mark(owner, offset, mark.toString());
        }

        boolean isIn(byte[] content) {
            byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
            int end = offset + bytes.length;
            return offset >= 0 && end <= content.length && Arrays.equals(content, offset, end, bytes, 0, bytes.length);
        }
    }

    /// Counted from the beginning of the device. The boot sector comes last: other formats carry its mark too.
    private static final List<Mark> HEAD = List.of(
            Mark.text("the header of another SBD device", 0, "SBD_SBD_"),
            Mark.text("an xfs file system", 0, "XFSB"),
            Mark.bytes("an ext2, ext3 or ext4 file system", 1080, 0x53, 0xEF),
            Mark.text("a btrfs file system", 65536 + 64, "_BHRfS_M"),
            Mark.text("swap space", 4096 - 10, "SWAPSPACE2"),
            Mark.text("swap space", 4096 - 10, "SWAP-SPACE"),
            Mark.text("swap space", 16384 - 10, "SWAPSPACE2"),
            Mark.text("swap space", 65536 - 10, "SWAPSPACE2"),
            Mark.text("an LVM volume", 0, "LABELONE"),
            Mark.text("an LVM volume", 512, "LABELONE"),
            Mark.text("an LVM volume", 1024, "LABELONE"),
            Mark.text("an LVM volume", 1536, "LABELONE"),
            Mark.text("a LUKS volume", 0, "LUKS\u00ba\u00be"),
            Mark.bytes("a software RAID member", 0, 0xfc, 0x4e, 0x2b, 0xa9),
            Mark.bytes("a software RAID member", 4096, 0xfc, 0x4e, 0x2b, 0xa9),
            Mark.bytes("a gfs2 file system", 65536, 0x01, 0x16, 0x19, 0x70),
            Mark.text("an ocfs2 file system", 1024, "OCFSV2"),
            Mark.text("an ocfs2 file system", 2048, "OCFSV2"),
            Mark.text("an ocfs2 file system", 4096, "OCFSV2"),
            Mark.text("an ocfs2 file system", 8192, "OCFSV2"),
            Mark.bytes("an f2fs file system", 1024, 0x10, 0x20, 0xf5, 0xf2),
            Mark.text("a squashfs file system", 0, "hsqs"),
            Mark.text("a CD or DVD image", 32769, "CD001"),
            Mark.text("a GPT partition table", 512, "EFI PART"),
            Mark.text("a GPT partition table", 4096, "EFI PART"),
            Mark.bytes("an MBR partition table, or a FAT or NTFS file system", 510, 0x55, 0xaa));

    private ForeignContent() {}

    /// What is on the device, in words that fit behind "it holds"; empty where nothing known is.
    static Optional<String> find(BlockFile file) throws LinuxException {
        byte[] head = read(file, 0, HEAD_BYTES);
        for (Mark mark : HEAD) {
            if (mark.isIn(head)) {
                return Optional.of(mark.owner());
            }
        }
        return findAtEnd(file);
    }

    /// Old RAID formats and the second copy of a GPT lie at the end.
    private static Optional<String> findAtEnd(BlockFile file) throws LinuxException {
        // Direct transfers begin at multiples of a sector; the last bytes of an odd file are of no interest.
        long end = file.size() & -BoardLayout.LARGEST_SECTOR;
        long start = end - TAIL_BYTES;
        byte[] tail = read(file, start, TAIL_BYTES);
        long raid0 = (file.size() & -65536L) - 65536 - start;
        long raid1 = ((file.size() / 512 - 16) & -8L) * 512 - start;
        long partitions = file.size() - file.sectorSize() - start;
        List<Mark> marks = List.of(
                Mark.bytes("a software RAID member", (int) raid0, 0xfc, 0x4e, 0x2b, 0xa9),
                Mark.bytes("a software RAID member", (int) raid0, 0xa9, 0x2b, 0x4e, 0xfc),
                Mark.bytes("a software RAID member", (int) raid1, 0xfc, 0x4e, 0x2b, 0xa9),
                Mark.text("the second copy of a GPT partition table", (int) partitions, "EFI PART"));
        return marks.stream().filter(mark -> mark.isIn(tail)).map(Mark::owner).findFirst();
    }

    /// Where the first byte other than zero lies in a range of whole sectors; empty where there is none.
    static OptionalLong firstByteOf(BlockFile file, long start, long end) throws LinuxException {
        MemorySegment bytes = DirectFile.buffer(TAIL_BYTES);
        MemorySegment zeros = DirectFile.buffer(TAIL_BYTES);
        for (long offset = start; offset < end; offset += TAIL_BYTES) {
            int length = (int) Math.min(TAIL_BYTES, end - offset);
            file.read(offset, bytes, 0, length);
            long found = MemorySegment.mismatch(bytes, 0, length, zeros, 0, length);
            if (found != -1) {
                return OptionalLong.of(offset + found);
            }
        }
        return OptionalLong.empty();
    }

    private static byte[] read(BlockFile file, long offset, int length) throws LinuxException {
        MemorySegment bytes = DirectFile.buffer(length);
        file.read(offset, bytes, 0, length);
        return bytes.toArray(JAVA_BYTE);
    }
}
