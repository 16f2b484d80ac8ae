package orion.core.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads values from bytes of unknown origin, big endian. Every length is checked against its limit and
/// against what is left before anything is allocated for it, so that no input makes it use more than a small
/// multiple of its own size.
public final class BoundedReader {
    /// What can be made of bytes.
    public interface Format<T> {
        /// Reads one value.
        ///
        /// @throws MalformedInput           where the bytes are not one
        /// @throws IllegalArgumentException where the value breaks a rule of its own
        T read(BoundedReader reader);
    }

    private final byte[] bytes;
    private final int end;
    private int at;

    public BoundedReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// Reads a part of an array.
    public BoundedReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = Math.addExact(offset, length);
        if (offset < 0 || length < 0 || end > bytes.length) {
            throw new IllegalArgumentException("no bytes %d to %d in %d".formatted(offset, end, bytes.length));
        }
    }

    /// Reads a whole value, to the last byte. A value that breaks a rule of its own counts as malformed bytes.
    public static <T> T whole(byte[] bytes, int longest, Format<T> format) {
        if (bytes.length > longest) {
            throw new MalformedInput(bytes.length + " bytes are more than the " + longest + " allowed", 0);
        }
        return new BoundedReader(bytes).whole(format);
    }

    /// Reads a whole value, to the last byte of this reader.
    public <T> T whole(Format<T> format) {
        try {
            T value = format.read(this);
            if (at != end) {
                throw malformed((end - at) + " bytes are left over");
            }
            return value;
        } catch (IllegalArgumentException broken) {
            throw malformed(String.valueOf(broken.getMessage()));
        }
    }

    public int remaining() {
        return end - at;
    }

    public int uint8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public int uint16() {
        need(2);
        return (uint8() << 8) | uint8();
    }

    public int int32() {
        need(4);
        return (uint16() << 16) | uint16();
    }

    public long int64() {
        need(8);
        return ((long) int32() << 32) | (int32() & 0xffff_ffffL);
    }

    /// One byte that is 0 or 1.
    public boolean flag() {
        int value = uint8();
        if (value > 1) {
            throw malformed(value + " is neither yes nor no");
        }
        return value == 1;
    }

    /// So many bytes, as a copy.
    public byte[] bytes(int length) {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /// Bytes with their number before them.
    public byte[] block(int longest) {
        int length = int32();
        if (length < 0 || length > longest) {
            throw malformed(
                    "a block of " + (length & 0xffff_ffffL) + " bytes is longer than the " + longest + " allowed");
        }
        return bytes(length);
    }

    /// How many entries follow.
    ///
    /// @param least bytes that one entry has at least
    public int count(int most, int least) {
        int count = uint16();
        if (count > most || (long) count * least > remaining()) {
            throw malformed(count + " entries are more than can be here");
        }
        return count;
    }

    /// Text, in the form that [BoundedWriter#text] writes: one or two bytes for each character.
    public String text() {
        int head = int32();
        boolean wide = head < 0;
        int length = head & 0x7fff_ffff;
        if (length > remaining() >> (wide ? 1 : 0)) {
            throw malformed("a text of " + length + " characters is longer than what is left");
        }
        char[] characters = new char[length];
        int seen = 0;
        for (int i = 0; i < length; i++) {
            characters[i] = (char) (wide ? uint16() : uint8());
            seen |= characters[i];
        }
        if (wide && seen <= 0xff) {
            throw malformed("a text is written wider than it is");
        }
        return new String(characters);
    }

    public <T> Optional<T> optional(Format<T> format) {
        return flag() ? Optional.of(format.read(this)) : Optional.empty();
    }

    /// Entries in their order.
    public <T> List<T> list(int most, int least, Format<T> format) {
        int count = count(most, least);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(format.read(this));
        }
        return Collections.unmodifiableList(values);
    }

    /// Entries that must rise: each value then has one form only, and nothing comes twice.
    public <T, K extends Comparable<K>> List<T> rising(int most, int least, Function<T, K> key, Format<T> format) {
        List<T> values = list(most, least, format);
        for (int i = 1; i < values.size(); i++) {
            if (key.apply(values.get(i - 1)).compareTo(key.apply(values.get(i))) >= 0) {
                throw malformed("entry " + key.apply(values.get(i)) + " is out of order");
            }
        }
        return values;
    }

    public <T extends Comparable<T>> SortedSet<T> set(int most, int least, Format<T> format) {
        return new TreeSet<>(rising(most, least, Function.identity(), format));
    }

    /// The fault to throw for what was read last.
    public MalformedInput malformed(String sentence) {
        return new MalformedInput(sentence, at);
    }

    private void need(int length) {
        if (length < 0 || length > end - at) {
            throw malformed("the input ends too early: " + length + " bytes are needed, " + (end - at) + " are left");
        }
    }
}
