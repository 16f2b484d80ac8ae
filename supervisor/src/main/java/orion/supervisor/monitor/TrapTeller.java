package orion.supervisor.monitor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// Sends an SNMP trap of version 2c with agent, status and sentence. It is a datagram: that it arrives nobody tells.
///
/// @param uri  `snmp://COMMUNITY@HOST`; `public` where no community is named
/// @param root the object below which everything is: 1 the trap, 2 the agent, 3 its status, 4 the sentence
record TrapTeller(URI uri, String root) implements Teller {
    /// Where net-snmp lets everybody try things: there is no number of our own.
    static final String USUAL_ROOT = "1.3.6.1.4.1.8072.9999.9999.8400";

    private static final int PORT = 162;
    private static final int TRAP = 0xA7;
    private static final int LONGEST_TEXT = 200;
    private static final byte[] VERSION_2C = {Ber.INTEGER, 1, 1};
    private static final String UP_TIME = "1.3.6.1.2.1.1.3.0";
    private static final String TRAP_OBJECT = "1.3.6.1.6.3.1.1.4.1.0";

    @Override
    public String name() {
        return "traps to " + uri.getHost();
    }

    @Override
    public void tell(HistoryEntry news) throws IOException {
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort());
        if (address.isUnresolved()) {
            throw new IOException("there is no host " + uri.getHost());
        }
        byte[] message = message(news);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(message, message.length, address));
        }
    }

    private byte[] message(HistoryEntry news) {
        String community = uri.getUserInfo() == null ? "public" : uri.getUserInfo();
        long ticks = (ManagementFactory.getRuntimeMXBean().getUptime() / 10) & 0xffff_ffffL;
        byte[] variables = Ber.element(
                Ber.SEQUENCE,
                variable(UP_TIME, Ber.number(Ber.TIME_TICKS, ticks)),
                variable(TRAP_OBJECT, Ber.object(root + ".0.1")),
                variable(root + ".2.0", text(news.agent())),
                variable(root + ".3.0", text(news.condition())),
                variable(root + ".4.0", text(news.sentence())));
        byte[] trap = Ber.element(
                TRAP,
                Ber.number(Ber.INTEGER, ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)),
                Ber.ZERO,
                Ber.ZERO,
                variables);
        return Ber.element(
                Ber.SEQUENCE, VERSION_2C, Ber.element(Ber.TEXT, community.getBytes(StandardCharsets.UTF_8)), trap);
    }

    private static byte[] variable(String name, byte[] value) {
        return Ber.element(Ber.SEQUENCE, Ber.object(name), value);
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Ber.element(Ber.TEXT, Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_TEXT)));
    }
}
