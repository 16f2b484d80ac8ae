package orion.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;

/// Links as the kernel tells them.
final class LinkWatchTest {
    @TempDir
    private Path cards;

    private void card(String name, String carrier, String state) throws IOException {
        Path card = Files.createDirectories(cards.resolve(name));
        Files.writeString(card.resolve("carrier"), carrier + "\n");
        Files.writeString(card.resolve("operstate"), state + "\n");
    }

    @Test
    void aCardHasACarrierWhenTheKernelSaysSo() throws IOException {
        card("eth0", "1", "up");
        card("veth0", "1", "unknown");
        card("eth1", "0", "down");
        card("eth2", "1", "lowerlayerdown");
        LinkWatch watch = new LinkWatch(List.of(), cards);

        assertThat(watch.hasCarrier("eth0")).isTrue();
        assertThat(watch.hasCarrier("veth0")).isTrue();
        assertThat(watch.hasCarrier("eth1")).isFalse();
        assertThat(watch.hasCarrier("eth2")).isFalse();
        assertThat(watch.hasCarrier("gone")).isFalse();
    }

    @Test
    void loopbackIsUpAndAnAddressNobodyHasIsDown() {
        Endpoint loopback = new Endpoint("127.0.0.9", 7023);
        Endpoint nobody = new Endpoint("192.0.2.77", 7023);

        assertThat(new LinkWatch(List.of(nobody, loopback)).isUp()).isTrue();
        assertThat(new LinkWatch(List.of(nobody)).isUp()).isFalse();
        assertThat(new LinkWatch(List.of()).isUp()).isFalse();
    }

    @Test
    void itTellsHowThingsStandAtTheBeginning() throws InterruptedException {
        BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
        try (LinkWatch watch = LinkWatch.start(List.of(new Endpoint("127.0.0.1", 7023)), told::add)) {
            assertThat(told.poll(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.isUp()).isTrue();
        }
    }
}
