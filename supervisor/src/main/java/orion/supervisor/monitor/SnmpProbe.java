package orion.supervisor.monitor;

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
    /// `sysUpTime.0` and no value.
    private static final byte[] UP_TIME = HexFormat.of().parseHex("06082b060102010103000500");

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
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort());
        if (address.isUnresolved()) {
            return Verdict.unclear("there is no host " + uri.getHost());
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address);
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
        byte[] variables = Ber.element(Ber.SEQUENCE, Ber.element(Ber.SEQUENCE, UP_TIME));
        byte[] request = Ber.element(REQUEST_TAG, Ber.element(Ber.INTEGER, id), Ber.ZERO, Ber.ZERO, variables);
        return Ber.element(
                Ber.SEQUENCE, Ber.ZERO, Ber.element(Ber.TEXT, community.getBytes(StandardCharsets.UTF_8)), request);
    }

    /// What is wrong with an answer: it must be one, to this question, without an error.
    private static Optional<String> wrong(DatagramPacket answer, byte[] id) {
        byte[] bytes = answer.getData();
        int at = Ber.content(bytes, 0, Ber.SEQUENCE);
        at = Ber.skip(bytes, at, Ber.INTEGER);
        at = Ber.skip(bytes, at, Ber.TEXT);
        at = Ber.content(bytes, at, ANSWER_TAG);
        int number = Ber.content(bytes, at, Ber.INTEGER);
        if (number < 0 || number + id.length > answer.getLength()) {
            return Optional.of("answers something that is no SNMP");
        }
        for (int i = 0; i < id.length; i++) {
            if (bytes[number + i] != id[i]) {
                return Optional.of("answers another question");
            }
        }
        int error = Ber.content(bytes, Ber.skip(bytes, at, Ber.INTEGER), Ber.INTEGER);
        return error < 0 || bytes[error] != 0 ? Optional.of("answers with an error") : Optional.empty();
    }
}
