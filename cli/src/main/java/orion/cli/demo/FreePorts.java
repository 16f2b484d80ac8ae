package orion.cli.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports on loopback addresses that nobody uses, each only once. They lie below the range from which
/// the kernel gives ports to outgoing connections: a site that is down for a moment must not lose its port to
/// a visitor.
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 500;

    private final Set<Integer> given = new LinkedHashSet<>();

    /// A port that is free for datagrams and connections at this address.
    public int at(String address) throws IOException {
        InetAddress host = InetAddress.ofLiteral(address);
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(host, port) && given.add(port)) {
                return port;
            }
        }
        throw new IOException("no free port was found at " + address);
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket connections = new ServerSocket(port, 1, host);
                DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(host, port))) {
            return connections.isBound() && datagrams.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
