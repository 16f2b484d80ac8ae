package orion.node.daemon;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import orion.core.configuration.Endpoint;
import orion.node.os.Superuser;

/// The addresses at which a node is to be reached: they must be this host's, and nobody else may listen there. Looked
/// at before anything is made or started, so that a mistake is told while it changes nothing.
public final class OwnAddresses {
    private OwnAddresses() {}

    /// Takes a socket at an address for a moment.
    private interface Taking {
        AutoCloseable at(InetSocketAddress address) throws IOException;
    }

    /// Refuses addresses given twice, those of other hosts, and ports that are in use.
    static void require(List<Endpoint> links) throws SetupException {
        Set<Endpoint> different = new HashSet<>();
        for (Endpoint link : links) {
            if (!different.add(link)) {
                throw new SetupException("address " + link
                        + " is given twice; give one address of this node for each network, or leave one out");
            }
        }
        for (Endpoint link : links) {
            requireOwn(link);
        }
        requireFree(links);
    }

    /// Refuses the address of another host.
    public static void requireOwn(Endpoint link) throws SetupException {
        try {
            InetAddress address = InetAddress.ofLiteral(link.host());
            boolean own = address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
            if (!own) {
                throw new SetupException("address " + link.host() + " is on no network interface of this host;"
                        + " 'ip address' lists those there are");
            }
        } catch (IOException e) {
            throw new SetupException("the network interfaces cannot be read: " + e.getMessage(), e);
        }
    }

    /// Refuses a port for TCP that is in use.
    public static void requireFreeForTcp(Endpoint address) throws SetupException {
        take("TCP", address, OwnAddresses::listen, "ss -ltnp");
    }

    /// Refuses ports that are in use: each link has a port for datagrams, the first one also one for enrolments.
    static void requireFree(List<Endpoint> links) throws SetupException {
        for (Endpoint link : links) {
            take("UDP", link, DatagramSocket::new, "ss -lunp");
        }
        requireFreeForTcp(links.getFirst());
    }

    private static AutoCloseable listen(InetSocketAddress address) throws IOException {
        return new ServerSocket(address.getPort(), 1, address.getAddress());
    }

    private static void take(String protocol, Endpoint link, Taking taking, String lister) throws SetupException {
        String port = protocol + " port " + link.port() + " of " + link.host();
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(link.host()), link.port());
        try (AutoCloseable _ = taking.at(address)) {
            return;
        } catch (BindException refused) {
            String reason = String.valueOf(refused.getMessage());
            if (reason.contains("in use")) {
                throw new SetupException(
                        port + " is in use by another program; stop that program ('" + lister
                                + "' names it) or take another port",
                        refused);
            }
            if (reason.contains("ermission")) {
                throw new SetupException(
                        port + " may not be used by user " + Superuser.userName()
                                + "; choose a port above 1023, or become root",
                        refused);
            }
            throw new SetupException(port + " cannot be used: " + reason + "; correct the node's address", refused);
        } catch (Exception unusable) {
            throw new SetupException(
                    port + " cannot be used: " + SetupException.reason(unusable) + "; correct the node's address",
                    unusable);
        }
    }
}
