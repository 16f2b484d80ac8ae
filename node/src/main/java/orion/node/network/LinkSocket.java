package orion.node.network;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import orion.core.configuration.Endpoint;

/// The socket of this node on one link; never waits.
final class LinkSocket implements AutoCloseable {
    private static final int BUFFER_BYTES = 1024 * 1024;

    private final DatagramChannel channel;

    private LinkSocket(DatagramChannel channel) {
        this.channel = channel;
    }

    static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(InetAddress.ofLiteral(endpoint.host()), endpoint.port());
    }

    static LinkSocket open(Endpoint endpoint) throws NetworkException {
        InetSocketAddress address = address(endpoint);
        boolean six = address.getAddress() instanceof Inet6Address;
        try {
            DatagramChannel channel =
                    DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
                channel.bind(address);
                return new LinkSocket(channel);
            } catch (IOException cannot) {
                channel.close();
                throw cannot;
            }
        } catch (BindException refused) {
            throw new NetworkException(sentence(endpoint, String.valueOf(refused.getMessage())), refused);
        } catch (IOException cannot) {
            throw new NetworkException(
                    "datagrams cannot be received at " + endpoint + ": " + cannot.getMessage(), cannot);
        }
    }

    private static String sentence(Endpoint endpoint, String refusal) {
        if (refusal.contains("in use")) {
            return "UDP port " + endpoint.port() + " of " + endpoint.host()
                    + " is in use by another program; stop that program ('ss -lunp' names it) or take another port";
        }
        if (refusal.contains("assign")) {
            return "this host has no address " + endpoint.host()
                    + "; set it up on a network card ('ip addr' shows those there are) or correct the node's address";
        }
        return "datagrams cannot be received at " + endpoint + ": " + refusal;
    }

    void register(Selector selector) throws ClosedChannelException {
        channel.register(selector, SelectionKey.OP_READ);
    }

    /// Sends one datagram; false where the host could not take it.
    boolean send(ByteBuffer datagram, InetSocketAddress to) {
        try {
            return channel.send(datagram, to) > 0;
        } catch (IOException notNow) {
            // No route, a link that is down, a full buffer: to the protocol all of them are silence.
            return false;
        }
    }

    /// Receives one datagram; false where none is there.
    boolean receive(ByteBuffer into) throws IOException {
        return channel.receive(into.clear()) != null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
