package orion.supervisor.configuration;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// An address with its port, as people write it.
public final class AddressWords {
    private AddressWords() {}

    public static String of(InetSocketAddress address) {
        String host = address.getHostString();
        return (address.getAddress() instanceof Inet6Address && host.contains(":") ? "[" + host + "]" : host) + ":"
                + address.getPort();
    }
}
