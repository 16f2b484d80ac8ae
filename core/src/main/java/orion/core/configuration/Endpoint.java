package orion.core.configuration;

/// Where a node receives datagrams on one network: an address in digits and a UDP port. Ordered numerically, because
/// the
/// master is the member with the highest address.
public record Endpoint(String host, int port) implements Comparable<Endpoint> {
    public Endpoint {
        IpPrefix.parseHost(host);
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

    @Override
    public int compareTo(Endpoint other) {
        IpPrefix mine = IpPrefix.parseHost(host);
        IpPrefix its = IpPrefix.parseHost(other.host);
        int order = Integer.compare(mine.octets().size(), its.octets().size());
        for (int i = 0; order == 0 && i < mine.octets().size(); i++) {
            order = mine.octets().get(i).compareTo(its.octets().get(i));
        }
        return order != 0 ? order : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
