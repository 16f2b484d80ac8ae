package orion.node.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orion.core.configuration.Endpoint;
import orion.core.configuration.IpPrefix;

/// Whether this node's own links have a carrier, as its kernel says: a cable that is pulled is known here at
/// once, and the node need not wait for silence. A link is down too when no network card carries the node's
/// address any more. Loopback counts as up.
///
/// Reading may wait for the kernel; the protocol thread does not do it itself.
public final class LinkWatch implements AutoCloseable {
    private static final Path CARDS = Path.of("/sys/class/net");
    private static final long INTERVAL_MILLIS = 100;

    private final List<Endpoint> links;
    private final Path cards;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Watches nothing yet; [#isUp] reads.
    public LinkWatch(List<Endpoint> links) {
        this(links, CARDS);
    }

    LinkWatch(List<Endpoint> links, Path cards) {
        this.links = List.copyOf(links);
        this.cards = cards;
    }

    /// Reads ten times a second, on a thread of its own, until closed.
    ///
    /// @param changed told once at the beginning and then at each change: whether any link is up
    public static LinkWatch start(List<Endpoint> links, Consumer<Boolean> changed) {
        LinkWatch watch = new LinkWatch(links);
        Thread.ofPlatform().daemon().name("links").start(() -> watch.watch(changed));
        return watch;
    }

    private void watch(Consumer<Boolean> changed) {
        try {
            Optional<Boolean> before = Optional.empty();
            do {
                boolean up = isUp();
                if (before.isEmpty() || before.get() != up) {
                    changed.accept(up);
                    before = Optional.of(up);
                }
            } while (!ended.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether any link is up.
    public boolean isUp() {
        return links.stream().anyMatch(this::isUp);
    }

    /// Whether one link is up.
    public boolean isUp(Endpoint link) {
        if (IpPrefix.parseHost(link.host()).isLoopback()) {
            return true;
        }
        try {
            NetworkInterface card = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(link.host()));
            return card != null && hasCarrier(card.getName());
        } catch (IOException gone) {
            return false;
        }
    }

    /// The kernel refuses to tell the carrier of a card that is switched off; that is an answer too.
    boolean hasCarrier(String card) {
        try {
            boolean carrier = read(card, "carrier").equals("1");
            String state = read(card, "operstate");
            return carrier && !state.equals("down") && !state.equals("lowerlayerdown");
        } catch (IOException off) {
            return false;
        }
    }

    private String read(String card, String what) throws IOException {
        return Files.readString(cards.resolve(card).resolve(what), StandardCharsets.US_ASCII)
                .strip();
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
