package orion.core.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// Writes values as bytes, big endian, up to a limit: the counterpart of [BoundedReader]. One value has
/// exactly one form, so that equal values are equal bytes.
public final class BoundedWriter {
    /// How a value becomes bytes.
    public interface Format<T> {
        /// Writes one value.
        ///
        /// @throws TooLarge where it breaks a limit
        void write(BoundedWriter writer, T value);
    }

    private final int longest;
    private byte[] bytes;
    private int at;

    /// An empty writer.
    ///
    /// @param longest bytes allowed in all
    public BoundedWriter(int longest) {
        this.longest = longest;
        this.bytes = new byte[Math.min(longest, 512)];
    }

    /// A value as bytes.
    public static <T> byte[] whole(int longest, T value, Format<T> format) {
        BoundedWriter writer = new BoundedWriter(longest);
        format.write(writer, value);
        return writer.toBytes();
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, at);
    }

    public BoundedWriter uint8(int value) {
        range(value, 0xff);
        room(1);
        bytes[at++] = (byte) value;
        return this;
    }

    public BoundedWriter uint16(int value) {
        range(value, 0xffff);
        return uint8(value >> 8).uint8(value & 0xff);
    }

    public BoundedWriter int32(int value) {
        return uint16(value >>> 16).uint16(value & 0xffff);
    }

    public BoundedWriter int64(long value) {
        return int32((int) (value >>> 32)).int32((int) value);
    }

    public BoundedWriter flag(boolean value) {
        return uint8(value ? 1 : 0);
    }

    /// Bytes as they are.
    public BoundedWriter bytes(byte[] values) {
        room(values.length);
        System.arraycopy(values, 0, bytes, at, values.length);
        at += values.length;
        return this;
    }

    /// Bytes with their number before them.
    public BoundedWriter block(byte[] values) {
        return int32(values.length).bytes(values);
    }

    /// Number of entries that follow.
    public BoundedWriter count(int count, int most) {
        if (count > most) {
            throw new TooLarge(count + " entries are more than the " + most + " that can be written");
        }
        return uint16(count);
    }

    /// Text: its length, with the highest bit set where each character takes two bytes and not one. Chosen instead of
    /// UTF-8 because it keeps every text that Java can hold, also one with half a surrogate pair in it out of the
    /// output of some program: what members agree on must not depend on whether it went over the network.
    public BoundedWriter text(String value) {
        int seen = 0;
        for (int i = 0; i < value.length(); i++) {
            seen |= value.charAt(i);
        }
        boolean wide = seen > 0xff;
        room(4L + (wide ? 2L * value.length() : value.length()));
        int32(wide ? value.length() | 0x8000_0000 : value.length());
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (wide) {
                bytes[at++] = (byte) (character >> 8);
            }
            bytes[at++] = (byte) character;
        }
        return this;
    }

    public <T> BoundedWriter optional(Optional<T> value, Format<T> format) {
        flag(value.isPresent());
        value.ifPresent(present -> format.write(this, present));
        return this;
    }

    /// Entries in the order the collection gives them.
    public <T> BoundedWriter all(Collection<T> values, int most, Format<T> format) {
        count(values.size(), most);
        for (T value : values) {
            format.write(this, value);
        }
        return this;
    }

    private static void range(int value, int highest) {
        if (value < 0 || value > highest) {
            throw new TooLarge(value + " is not between 0 and " + highest);
        }
    }

    private void room(long length) {
        if (at + length > longest) {
            throw new TooLarge("more than the " + longest + " bytes that are allowed");
        }
        if (at + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(longest, Math.max(2L * bytes.length, at + length)));
        }
    }
}
