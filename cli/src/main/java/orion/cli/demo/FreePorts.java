package orion.cli.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/// Finds ports on loopback addresses that nobody uses, each only once.
final class FreePorts {
    private static final int TRIES = 50;

    private final Set<Integer> given = new LinkedHashSet<>();

    /// A port that is free for datagrams and connections at this address.
    int at(String address) throws IOException {
        InetAddress host = InetAddress.ofLiteral(address);
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket connections = new ServerSocket(0, 1, host)) {
                int port = connections.getLocalPort();
                try (DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(host, port))) {
                    if (datagrams.isBound() && given.add(port)) {
                        return port;
                    }
                } catch (IOException taken) {
                    // Somebody has the same number for datagrams.
                }
            }
        }
        throw new IOException("no free port was found at " + address);
    }
}
