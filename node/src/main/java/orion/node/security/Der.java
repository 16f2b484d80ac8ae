package orion.node.security;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// Writes the few ASN.1 values that certificates are made of, in DER (ITU-T X.690). The JDK reads certificates but
/// offers no way to write them; starting `keytool` takes a second and needs a whole JDK.
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;

    private Der() {}

    static byte[] value(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (length < 0x80) {
            whole.write(length);
        } else if (length < 0x100) {
            whole.write(0x81);
            whole.write(length);
        } else if (length < 0x1_0000) {
            whole.write(0x82);
            whole.write(length >> 8);
            whole.write(length);
        } else {
            throw new IllegalArgumentException("no value of " + length + " bytes is needed in a certificate");
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return value(SEQUENCE, contents);
    }

    static byte[] set(byte[]... contents) {
        return value(SET, contents);
    }

    /// A value with an explicit tag of its context.
    static byte[] explicit(int number, byte[] content) {
        return value(0xa0 | number, content);
    }

    /// Bytes with an implicit tag of their context.
    static byte[] implicit(int number, byte[] content) {
        return value(0x80 | number, content);
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return value(OCTET_STRING, content);
    }

    static byte[] bits(int unused, byte[] content) {
        return value(BIT_STRING, new byte[] {(byte) unused}, content);
    }

    static byte[] yes() {
        return new byte[] {0x01, 0x01, (byte) 0xff};
    }

    static byte[] text(String text) {
        return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads the usual notation with dots.
    static byte[] identifier(String dotted) {
        String[] steps = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(40 * Integer.parseInt(steps[0]) + Integer.parseInt(steps[1]));
        for (int i = 2; i < steps.length; i++) {
            int step = Integer.parseInt(steps[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (step >>> shift != 0) {
                    content.write(0x80 | ((step >>> shift) & 0x7f));
                }
            }
            content.write(step & 0x7f);
        }
        return value(OBJECT_IDENTIFIER, content.toByteArray());
    }

    /// The form that certificates demand: two digits of the year before 2050, four from then on.
    static byte[] time(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        boolean late = time.getYear() >= FIRST_YEAR_OF_GENERALIZED_TIME;
        String text = DateTimeFormatter.ofPattern(late ? "uuuuMMddHHmmss'Z'" : "uuMMddHHmmss'Z'")
                .format(time);
        return value(late ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }
}
