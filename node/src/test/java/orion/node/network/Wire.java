package orion.node.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.Endpoint;

/// A wire on loopback that a test holds in its hands: one node sends into it, and the test decides which datagrams
/// reach the other node, changed or not, in which order and how often.
final class Wire implements AutoCloseable {
    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress target;

    private Wire(DatagramChannel channel, InetSocketAddress target) throws IOException {
        this.channel = channel;
        this.target = target;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    static Wire to(Endpoint target) throws IOException {
        DatagramChannel channel =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return new Wire(channel, LinkSocket.address(target));
    }

    /// Where the sender must believe the receiver to be.
    Endpoint end() throws IOException {
        return new Endpoint("127.0.0.1", ((InetSocketAddress) channel.getLocalAddress()).getPort());
    }

    /// The next datagram in the wire, or none where none comes within the time.
    Optional<byte[]> take(long waitMillis) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        if (channel.receive(buffer) == null) {
            selector.select(waitMillis);
            selector.selectedKeys().clear();
            if (channel.receive(buffer) == null) {
                return Optional.empty();
            }
        }
        return Optional.of(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    /// The next datagram, which must come.
    byte[] take() throws IOException {
        return take(60_000).orElseThrow(() -> new AssertionError("nothing was sent"));
    }

    /// All datagrams that are in the wire now.
    List<byte[]> takeAll() throws IOException {
        List<byte[]> all = new ArrayList<>();
        Optional<byte[]> next = take(1);
        while (next.isPresent()) {
            all.add(next.get());
            next = take(1);
        }
        return all;
    }

    /// Passes a datagram on.
    void pass(byte[] datagram) throws IOException {
        channel.send(ByteBuffer.wrap(datagram), target);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
