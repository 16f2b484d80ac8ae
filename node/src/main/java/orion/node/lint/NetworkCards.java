package orion.node.lint;

import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import orion.core.configuration.IpPrefix;
import orion.core.lint.HostFacts.Card;

/// The network cards of this host, each with its own networks.
public final class NetworkCards {
    private NetworkCards() {}

    /// All of them, by name.
    ///
    /// @throws SocketException where the host does not tell
    public static List<Card> ofHost() throws SocketException {
        List<Card> cards = new ArrayList<>();
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            cards.add(new Card(
                    card.getName(),
                    card.getInterfaceAddresses().stream()
                            .map(NetworkCards::network)
                            .toList()));
        }
        cards.sort(Comparator.comparing(Card::name));
        return cards;
    }

    private static IpPrefix network(InterfaceAddress own) {
        List<Integer> octets = new ArrayList<>();
        for (byte octet : own.getAddress().getAddress()) {
            octets.add(Byte.toUnsignedInt(octet));
        }
        return new IpPrefix(octets, own.getNetworkPrefixLength());
    }
}
