package orion.node.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import orion.core.configuration.Endpoint;

/// Whether this node's own links have a carrier, as its kernel says: a cable that is pulled is known here at
/// once, and the node need not wait for silence. A link is down too when no network card carries the node's
/// address any more. Loopback counts as up.
///
/// Reading may wait for the kernel; the protocol thread does not do it itself.
public final class LinkWatch implements AutoCloseable {
    private static final Path CARDS = Path.of("/sys/class/net");
    private static final long INTERVAL_MILLIS = 100;
    /// Which card carries an address is asked once a second while the link is up: that asks the kernel for all cards.
    private static final int LOOKS_AT_ONE_CARD = 10;

    private final List<Link> links;
    private final Function<InetAddress, Optional<String>> carriers;
    private final Path cards;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// @param carriers tells the name of the card that carries an address
    /// @param cards    where each card has a folder
    LinkWatch(List<Endpoint> links, Function<InetAddress, Optional<String>> carriers, Path cards) {
        this.links = links.stream()
                .map(link -> new Link(InetAddress.ofLiteral(link.host())))
                .toList();
        this.carriers = carriers;
        this.cards = cards;
    }

    /// Looks ten times a second, on a thread of its own, until closed.
    ///
    /// @param changed told once at the beginning and then at each change: whether any link is up
    public static LinkWatch start(List<Endpoint> links, Consumer<Boolean> changed) {
        LinkWatch watch = new LinkWatch(links, LinkWatch::carrier, CARDS);
        Thread.ofPlatform().daemon().name("links").start(() -> watch.watch(changed));
        return watch;
    }

    private static Optional<String> carrier(InetAddress address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(address))
                    .map(NetworkInterface::getName);
        } catch (IOException gone) {
            return Optional.empty();
        }
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
        } finally {
            links.forEach(Link::forgetCard);
        }
    }

    /// Whether any link is up. Not for use by several threads at once.
    boolean isUp() {
        boolean any = false;
        for (Link link : links) {
            any |= link.isUp();
        }
        return any;
    }

    @Override
    public void close() {
        ended.countDown();
    }

    /// An address of this node, and the card that carried it when last asked.
    private final class Link {
        private final InetAddress address;
        private Optional<NetworkCard> card = Optional.empty();
        private int looksLeft;

        Link(InetAddress address) {
            this.address = address;
        }

        boolean isUp() {
            if (address.isLoopbackAddress()) {
                return true;
            }
            if (looksLeft == 0) {
                findCard();
                looksLeft = LOOKS_AT_ONE_CARD;
            }
            looksLeft--;
            boolean up = card.isPresent() && card.get().hasCarrier();
            if (!up) {
                looksLeft = 0;
            }
            return up;
        }

        private void findCard() {
            Optional<String> name = carriers.apply(address);
            boolean same = name.equals(card.map(NetworkCard::name));
            // Without a carrier, another card may have the name by now.
            if (!same || card.filter(NetworkCard::hasCarrier).isEmpty()) {
                forgetCard();
                card = name.flatMap(found -> NetworkCard.find(cards, found));
            }
        }

        void forgetCard() {
            card.ifPresent(NetworkCard::close);
            card = Optional.empty();
        }
    }
}
