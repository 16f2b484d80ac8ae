package orion.node.witness;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import orion.core.wire.MalformedInput;

/// The content of a disk as it travels: pages of zeros, which is most of a white board, are only marked, the others
/// are compressed together.
///
/// A bit for each page of 4 KiB that is not all zeros, the lowest bit of a byte first; the length of what follows, 4
/// bytes; those pages, deflated. The last page may be shorter.
final class PackedPages {
    private static final int PAGE = 4096;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[PAGE]);

    private PackedPages() {}

    static void write(DataOutput to, MemorySegment buffer, long start, int length) throws IOException {
        int pages = pages(length);
        BitSet filled = new BitSet();
        byte[] content = new byte[length];
        int size = 0;
        for (int page = 0; page < pages; page++) {
            int at = page * PAGE;
            int bytes = Math.min(PAGE, length - at);
            if (MemorySegment.mismatch(buffer, start + at, start + at + bytes, ZEROS, 0, bytes) != -1) {
                filled.set(page);
                MemorySegment.copy(buffer, JAVA_BYTE, start + at, content, size, bytes);
                size += bytes;
            }
        }
        byte[] marks = new byte[markBytes(pages)];
        byte[] set = filled.toByteArray();
        System.arraycopy(set, 0, marks, 0, set.length);
        to.write(marks);
        byte[] packed = new byte[mostPacked(size)];
        int packedSize = size == 0 ? 0 : deflate(content, size, packed);
        to.writeInt(packedSize);
        to.write(packed, 0, packedSize);
    }

    private static int deflate(byte[] content, int size, byte[] packed) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
            deflater.setInput(content, 0, size);
            deflater.finish();
            int done = deflater.deflate(packed);
            if (!deflater.finished()) {
                throw new IllegalStateException("deflated data are longer than they can be");
            }
            return done;
        }
    }

    /// Reads exactly `length` bytes of content into the buffer.
    ///
    /// @throws MalformedInput where it is anything else; nothing larger than the content is ever made of it
    static void read(DataInput from, MemorySegment buffer, long start, int length) throws IOException {
        int pages = pages(length);
        byte[] marks = new byte[markBytes(pages)];
        from.readFully(marks);
        BitSet filled = BitSet.valueOf(marks);
        if (filled.length() > pages) {
            throw new MalformedInput("a page behind the last one is marked", 0);
        }
        int size = 0;
        for (int page = filled.nextSetBit(0); page >= 0; page = filled.nextSetBit(page + 1)) {
            size += Math.min(PAGE, length - page * PAGE);
        }
        int packedSize = from.readInt();
        if (packedSize < 0 || packedSize > (size == 0 ? 0 : mostPacked(size))) {
            throw new MalformedInput("so many bytes are no " + size + " bytes of content", 0);
        }
        byte[] packed = new byte[packedSize];
        from.readFully(packed);
        byte[] content = inflate(packed, size);
        buffer.asSlice(start, length).fill((byte) 0);
        int at = 0;
        for (int page = filled.nextSetBit(0); page >= 0; page = filled.nextSetBit(page + 1)) {
            int bytes = Math.min(PAGE, length - page * PAGE);
            MemorySegment.copy(content, at, buffer, JAVA_BYTE, start + (long) page * PAGE, bytes);
            at += bytes;
        }
    }

    private static byte[] inflate(byte[] packed, int size) {
        byte[] content = new byte[size];
        if (size == 0) {
            return content;
        }
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            int done = inflater.inflate(content);
            // One byte more, to see that there is none.
            boolean exact = done == size
                    && (inflater.finished() || inflater.inflate(new byte[1]) == 0)
                    && inflater.finished()
                    && inflater.getRemaining() == 0;
            if (!exact) {
                throw new MalformedInput("compressed content has not the length it must have", 0);
            }
            return content;
        } catch (DataFormatException damaged) {
            throw new MalformedInput("compressed content is damaged", 0);
        }
    }

    private static int pages(int length) {
        return (length + PAGE - 1) / PAGE;
    }

    private static int markBytes(int pages) {
        return (pages + 7) / 8;
    }

    /// Stored blocks of deflate cost five bytes for each 16 KiB at most.
    private static int mostPacked(int size) {
        return size + (size >> 10) + 64;
    }
}
