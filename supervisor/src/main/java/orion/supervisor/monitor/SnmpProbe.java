package orion.supervisor.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Asks an agent by SNMP version 1 how long it is up, for what speaks nothing else.
///
/// @param uri `snmp://COMMUNITY@HOST`; `public` where no community is named
record SnmpProbe(URI uri, Duration limit) implements Probe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int PORT = 161;
    private static final int LARGEST_ANSWER = 1500;
    private static final int ANSWER_TAG = 0xA2;
    private static final int REQUEST_TAG = 0xA0;
    private static final int SEQUENCE_TAG = 0x30;
    private static final int INTEGER_TAG = 0x02;
    private static final int TEXT_TAG = 0x04;
    private static final int SHORT_LENGTH = 0x80;
    /// `sysUpTime.0` and no value.
    private static final byte[] UP_TIME = HexFormat.of().parseHex("06082b060102010103000500");

    private static final byte[] ZERO = {INTEGER_TAG, 1, 0};

    SnmpProbe(URI uri) {
        this(uri, LIMIT);
    }

    @Override
    public String target() {
        return "snmp://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public Verdict look() {
        byte[] id = new byte[4];
        ThreadLocalRandom.current().nextBytes(id);
        // A number that is positive and has no byte too many.
        id[0] = (byte) ((id[0] & 0x3f) | 0x40);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort()));
            socket.setSoTimeout((int) limit.toMillis());
            byte[] question = question(id);
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[LARGEST_ANSWER], LARGEST_ANSWER);
            socket.receive(answer);
            Optional<String> wrong = wrong(answer, id);
            return wrong.isEmpty() ? Verdict.useful("answers SNMP") : Verdict.useless(target() + " " + wrong.get());
        } catch (PortUnreachableException nobody) {
            return Verdict.absent("nobody answers at " + target());
        } catch (SocketTimeoutException silent) {
            return Verdict.useless(target() + " says nothing for " + limit.toSeconds()
                    + " s; is the community right, and may this host ask?");
        } catch (IOException broken) {
            return Verdict.absent(target() + " cannot be asked: " + broken.getMessage());
        }
    }

    private byte[] question(byte[] id) {
        String community = uri.getUserInfo() == null ? "public" : uri.getUserInfo();
        byte[] variables = element(SEQUENCE_TAG, element(SEQUENCE_TAG, UP_TIME));
        byte[] request = element(REQUEST_TAG, element(INTEGER_TAG, id), ZERO, ZERO, variables);
        return element(SEQUENCE_TAG, ZERO, element(TEXT_TAG, community.getBytes(StandardCharsets.UTF_8)), request);
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() >= SHORT_LENGTH) {
            element.write(SHORT_LENGTH | 1);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /// What is wrong with an answer: it must be one, to this question, without an error.
    private static Optional<String> wrong(DatagramPacket answer, byte[] id) {
        byte[] bytes = answer.getData();
        int at = content(bytes, 0, SEQUENCE_TAG);
        at = skip(bytes, at, INTEGER_TAG);
        at = skip(bytes, at, TEXT_TAG);
        at = content(bytes, at, ANSWER_TAG);
        int number = content(bytes, at, INTEGER_TAG);
        if (number < 0 || number + id.length > answer.getLength()) {
            return Optional.of("answers something that is no SNMP");
        }
        for (int i = 0; i < id.length; i++) {
            if (bytes[number + i] != id[i]) {
                return Optional.of("answers another question");
            }
        }
        int error = content(bytes, skip(bytes, at, INTEGER_TAG), INTEGER_TAG);
        return error < 0 || bytes[error] != 0 ? Optional.of("answers with an error") : Optional.empty();
    }

    /// Where the content of the element begins that stands at a place; -1 where there is no such element.
    private static int content(byte[] bytes, int at, int tag) {
        if (at < 0 || at + 2 >= bytes.length || (bytes[at] & 0xff) != tag) {
            return -1;
        }
        int length = bytes[at + 1] & 0xff;
        return at + 2 + (length < SHORT_LENGTH ? 0 : length - SHORT_LENGTH);
    }

    /// Where the element behind this one begins; -1 where this one is not there. Elements that are skipped
    /// have fewer than 256 bytes.
    private static int skip(byte[] bytes, int at, int tag) {
        int content = content(bytes, at, tag);
        return content < 0 ? -1 : content + (bytes[content - 1] & 0xff);
    }
}
