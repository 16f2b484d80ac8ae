package orion.supervisor.monitor;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The few elements of SNMP messages that are written here, and how they are read. An element is a tag, a length and
/// its content.
final class Ber {
    static final int INTEGER = 0x02;
    static final int TEXT = 0x04;
    static final int OBJECT = 0x06;
    static final int SEQUENCE = 0x30;
    static final int TIME_TICKS = 0x43;
    static final byte[] ZERO = {INTEGER, 1, 0};

    private static final int LONG_LENGTH = 0x80;
    private static final int OCTET = 0xff;

    private Ber() {}

    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() > OCTET) {
            element.write(LONG_LENGTH | 2);
            element.write(content.size() >> 8);
        } else if (content.size() >= LONG_LENGTH) {
            element.write(LONG_LENGTH | 1);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /// A number from 0 on.
    static byte[] number(int tag, long value) {
        int length = 1;
        while (value >> (8 * length - 1) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[length - 1 - i] = (byte) (value >> (8 * i));
        }
        return element(tag, bytes);
    }

    /// The name of an object, such as `1.3.6.1`.
    static byte[] object(String dotted) {
        long[] numbers = Arrays.stream(dotted.split("\\.", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(base128(numbers[0] * 40 + numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            content.writeBytes(base128(numbers[i]));
        }
        return element(OBJECT, content.toByteArray());
    }

    private static byte[] base128(long number) {
        int length = 1;
        while (number >> (7 * length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int more = i == 0 ? 0 : LONG_LENGTH;
            bytes[length - 1 - i] = (byte) (((number >> (7 * i)) & 0x7f) | more);
        }
        return bytes;
    }

    /// Where the content of the element begins that stands at a place; -1 where there is no such element.
    static int content(byte[] bytes, int at, int tag) {
        if (at < 0 || at + 2 >= bytes.length || (bytes[at] & OCTET) != tag) {
            return -1;
        }
        int length = bytes[at + 1] & OCTET;
        return at + 2 + (length < LONG_LENGTH ? 0 : length - LONG_LENGTH);
    }

    /// Where the element behind this one begins; -1 where this one is not there. Elements that are skipped
    /// have fewer than 256 bytes.
    static int skip(byte[] bytes, int at, int tag) {
        int content = content(bytes, at, tag);
        return content < 0 || content > bytes.length ? -1 : content + (bytes[content - 1] & OCTET);
    }
}
