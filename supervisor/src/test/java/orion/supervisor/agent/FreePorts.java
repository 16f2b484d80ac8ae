package orion.supervisor.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of 127.0.0.1 at which nobody listens, each given only once. They lie below those that the kernel hands out by
/// itself, or whoever connects somewhere could be given one before its test uses it.
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final Set<Integer> GIVEN = new LinkedHashSet<>();

    private FreePorts() {}

    /// One of them.
    public static synchronized int one() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket connections = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return connections.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
