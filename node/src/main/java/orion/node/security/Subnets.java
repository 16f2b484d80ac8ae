package orion.node.security;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.core.configuration.Endpoint;
import orion.core.configuration.IpPrefix;

/// Whether the addresses of a new node lie in the networks of this one, link by link: a node in another network could
/// never be heard, or only through routers that the cluster does not know.
final class Subnets {
    private static final int LOOPBACK_LENGTH = 8;

    private final List<Endpoint> own;
    private final Function<Endpoint, Optional<IpPrefix>> network;

    /// Networks as this host's cards have them.
    Subnets(List<Endpoint> own) {
        this(own, Subnets::ofCard);
    }

    Subnets(List<Endpoint> own, Function<Endpoint, Optional<IpPrefix>> network) {
        this.own = List.copyOf(own);
        this.network = network;
    }

    /// A sentence about the first address that does not fit, if any.
    Optional<String> misfit(List<Endpoint> links) {
        if (links.size() != own.size()) {
            return Optional.of("the nodes of this cluster have " + own.size() + " address(es) each, " + links.size()
                    + " given; give one address for each of the cluster's networks, in their order");
        }
        for (int i = 0; i < own.size(); i++) {
            Optional<IpPrefix> prefix = network.apply(own.get(i));
            IpPrefix wanted = IpPrefix.parseHost(links.get(i).host());
            if (prefix.isPresent() && !prefix.get().contains(wanted)) {
                return Optional.of("address " + links.get(i).host() + " is not in the subnet of the cluster's link "
                        + (i + 1) + ", where the member that was asked has "
                        + own.get(i).host() + "/"
                        + prefix.get().length() + "; give an address of that subnet");
            }
        }
        return Optional.empty();
    }

    private static Optional<IpPrefix> ofCard(Endpoint endpoint) {
        IpPrefix host = IpPrefix.parseHost(endpoint.host());
        if (host.isLoopback()) {
            return Optional.of(host.isIpv6() ? host : new IpPrefix(host.octets(), LOOPBACK_LENGTH));
        }
        try {
            InetAddress address = InetAddress.ofLiteral(endpoint.host());
            NetworkInterface card = NetworkInterface.getByInetAddress(address);
            if (card == null) {
                return Optional.empty();
            }
            return card.getInterfaceAddresses().stream()
                    .filter(of -> of.getAddress().equals(address))
                    .map(InterfaceAddress::getNetworkPrefixLength)
                    .map(length -> new IpPrefix(host.octets(), length))
                    .findFirst();
        } catch (SocketException unknown) {
            return Optional.empty();
        }
    }
}
