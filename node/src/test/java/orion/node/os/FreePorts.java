package orion.node.os;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import orion.core.configuration.Endpoint;

/// Ports of 127.0.0.1 that nobody uses, neither for datagrams nor for connections, each given only once. They lie below
/// those that the kernel hands out by itself, or whoever connects somewhere could be given one before its test uses it.
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Set<Integer> GIVEN = new LinkedHashSet<>();

    private FreePorts() {}

    /// One of them.
    public static synchronized Endpoint one() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return new Endpoint("127.0.0.1", port);
            }
        }
    }

    /// Several of them.
    public static List<Endpoint> some(int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            endpoints.add(one());
        }
        return endpoints;
    }

    private static boolean isFree(int port) {
        try (ServerSocket connections = new ServerSocket(port, 1, LOOPBACK);
                DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
            return connections.isBound() && datagrams.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
