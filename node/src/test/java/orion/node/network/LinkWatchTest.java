package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;

/// Links as the kernel tells them.
final class LinkWatchTest {
    private static final Endpoint LINK = new Endpoint("192.0.2.7", 7023);
    private static final int LOOKS_IN_A_SECOND = 10;

    @TempDir
    private Path cards;

    private @Nullable String carrier;

    private void card(String name, String carrier, String state) throws IOException {
        Path card = Files.createDirectories(cards.resolve(name));
        Files.writeString(card.resolve("carrier"), carrier + "\n");
        Files.writeString(card.resolve("operstate"), state + "\n");
    }

    private boolean hasCarrier(String name) {
        return NetworkCard.find(cards, name)
                .filter(card -> {
                    try (card) {
                        return card.hasCarrier();
                    }
                })
                .isPresent();
    }

    @Test
    void aCardHasACarrierWhenTheKernelSaysSo() throws IOException {
        card("eth0", "1", "up");
        card("veth0", "1", "unknown");
        card("eth1", "0", "down");
        card("eth2", "1", "lowerlayerdown");

        assertThat(hasCarrier("eth0")).isTrue();
        assertThat(hasCarrier("veth0")).isTrue();
        assertThat(hasCarrier("eth1")).isFalse();
        assertThat(hasCarrier("eth2")).isFalse();
        assertThat(hasCarrier("gone")).isFalse();
    }

    @Test
    void whatChangesIsSeenThroughTheOpenFiles() throws IOException {
        card("eth0", "1", "up");
        try (NetworkCard card = NetworkCard.find(cards, "eth0").orElseThrow()) {
            assertThat(card.hasCarrier()).isTrue();
            card("eth0", "0", "down");
            assertThat(card.hasCarrier()).isFalse();
            card("eth0", "1", "up");
            assertThat(card.hasCarrier()).isTrue();
        }
    }

    @Test
    void loopbackIsUpAndAnAddressNobodyHasIsDown() {
        Endpoint loopback = new Endpoint("127.0.0.9", 7023);
        Endpoint nobody = new Endpoint("192.0.2.77", 7023);

        assertThat(watch(loopback, nobody).isUp()).isTrue();
        assertThat(watch(nobody).isUp()).isFalse();
        assertThat(watch().isUp()).isFalse();
    }

    private LinkWatch watch(Endpoint... links) {
        return new LinkWatch(List.of(links), _ -> Optional.ofNullable(carrier), cards);
    }

    @Test
    void anAddressThatMovesToAnotherCardIsFollowed() throws IOException {
        card("eth0", "1", "up");
        card("eth1", "1", "up");
        carrier = "eth0";
        LinkWatch watch = watch(LINK);
        assertThat(watch.isUp()).isTrue();

        card("eth0", "0", "down");
        assertThat(watch.isUp()).isFalse();
        carrier = "eth1";
        assertThat(watch.isUp()).isTrue();
    }

    @Test
    void anAddressThatIsTakenAwayIsMissedWithinASecondThoughItsCardIsUp() throws IOException {
        card("eth0", "1", "up");
        carrier = "eth0";
        LinkWatch watch = watch(LINK);
        assertThat(watch.isUp()).isTrue();

        carrier = null;
        int looks = 0;
        while (watch.isUp() && looks < LOOKS_IN_A_SECOND) {
            looks++;
        }
        assertThat(looks).isLessThan(LOOKS_IN_A_SECOND);
    }

    @Test
    void aCardThatIsMadeAnewUnderTheSameNameIsUsed() throws IOException {
        card("eth0", "0", "down");
        carrier = "eth0";
        LinkWatch watch = watch(LINK);
        assertThat(watch.isUp()).isFalse();

        Files.move(cards.resolve("eth0"), cards.resolve("old"));
        card("eth0", "1", "up");
        assertThat(watch.isUp()).isTrue();
    }

    @Test
    void itTellsHowThingsStandAtTheBeginning() throws InterruptedException {
        BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
        try (LinkWatch _ = LinkWatch.start(List.of(new Endpoint("127.0.0.1", 7023)), told::add)) {
            assertThat(told.poll(120, TimeUnit.SECONDS)).isTrue();
        }
    }
}
