package orion.core.configuration;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a node receives datagrams on one network: an address in digits and a UDP port. Ordered numerically, because
/// the master is the member with the highest address.
public final class Endpoint implements Comparable<Endpoint> {
    private final String host;
    private final int port;
    /// The address is read once: coordinators are compared whenever anything happens.
    private final List<Integer> octets;

    public Endpoint(String host, int port) {
        this.host = host;
        this.port = port;
        this.octets = IpPrefix.parseHost(host).octets();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of address " + host + " is not between 1 and 65535");
        }
    }

    /// Reads `ADDRESS:PORT`.
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new Endpoint(text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address and a port like 10.0.0.1:7023", e);
        }
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    @Override
    public int compareTo(Endpoint other) {
        int order = Integer.compare(octets.size(), other.octets.size());
        for (int i = 0; order == 0 && i < octets.size(); i++) {
            order = octets.get(i).compareTo(other.octets.get(i));
        }
        return order != 0 ? order : Integer.compare(port, other.port);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Endpoint endpoint && host.equals(endpoint.host) && port == endpoint.port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
