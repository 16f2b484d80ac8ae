package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.ClusterAuthority;

/// A gwha that is frozen keeps nobody else waiting.
final class AsksTest {
    private static final long LIMIT_SECONDS = 180;

    @TempDir
    private Path folder;

    /// What is looked at in a way of the test's own.
    private record Looking(Runnable seen, Verdict verdict) implements Probe {
        @Override
        public Verdict look() {
            seen.run();
            return verdict;
        }

        @Override
        public String target() {
            return "";
        }
    }

    private static WatchedAgent agent(String name, Probe probe) {
        return new WatchedAgent(
                name, "127.0.0.1", Duration.ofMillis(10), probe, List.of(), Optional.empty(), Thresholds.NONE);
    }

    @Test
    void othersArePolledWhileAGwhaDoesNotAnswer() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MonitorSettings settings = new MonitorSettings(
                    List.of(
                            agent("dead", new Looking(() -> {}, new Verdict(Verdict.Sign.ABSENT, "gone"))),
                            agent("well", new Looking(polls::incrementAndGet, new Verdict(Verdict.Sign.USEFUL, "")))),
                    Optional.of(new GwhaClient(frozen.getLocalPort(), "gwha", "word", Optional.empty())),
                    1,
                    folder.resolve("history.jsonl"),
                    List.of(),
                    Optional.empty());
            try (Monitor monitor =
                    new Monitor(settings, MonitorLimits.usual(true), ClusterAuthority.NOT_CLUSTERED, line -> {})) {
                try (Socket asked = frozen.accept()) {
                    // With that it has all the time that a start may take.
                    asked.getOutputStream().write("220 gwha is ready\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(asked.getInputStream().readNBytes(4)).asString().isEqualTo("USER");
                    int before = polls.get();
                    Waiting.until("polls of another agent", () -> polls.get() > before + 10);
                    // Nothing has come of the question, and the only thread for polls is free.
                    assertThat(monitor.status().getFirst().condition()).isEqualTo(Condition.SUSPECT.word());
                }
            }
        }
    }

    /// Any other agent's patience is longer than the limit of this test.
    @Test
    void aStartIsWaitedForAsLongAsItsAgentMayTake() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        WatchedAgent hurried = new WatchedAgent(
                "dead",
                "127.0.0.1",
                Duration.ofMillis(10),
                new Looking(() -> {}, new Verdict(Verdict.Sign.ABSENT, "gone")),
                List.of(),
                Optional.empty(),
                Thresholds.NONE,
                Duration.ofSeconds(10));
        try (ServerSocket gwha = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MonitorSettings settings = new MonitorSettings(
                    List.of(hurried),
                    Optional.of(new GwhaClient(gwha.getLocalPort(), "gwha", "word", Optional.empty())),
                    1,
                    folder.resolve("history.jsonl"),
                    List.of(),
                    Optional.empty());
            try (Monitor _ = new Monitor(
                            settings, MonitorLimits.usual(true), ClusterAuthority.NOT_CLUSTERED, said::add);
                    Socket asked = gwha.accept()) {
                // All answers but the last: the agent starts and starts.
                asked.getOutputStream()
                        .write("220 ready\r\n331 go on\r\n230 in\r\n250 dead stopped 0 b.1\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(said.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).contains("dead is suspect");
                assertThat(said.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).contains("gwha was asked and did not answer");
            }
        }
    }

    @Test
    void ofOneHostTwoAtATimeAndOfAnotherAtOnce() throws Exception {
        Asks asks = new Asks();
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        CountDownLatch end = new CountDownLatch(1);
        for (String host : List.of("a", "a", "a", "a", "b")) {
            asks.execute(host, () -> {
                begun.add(host);
                await(end);
            });
        }
        List<String> first = new ArrayList<>();
        while (!first.contains("b") || first.size() < 3) {
            first.add(String.valueOf(begun.poll(LIMIT_SECONDS, TimeUnit.SECONDS)));
        }
        assertThat(first).containsExactlyInAnyOrder("a", "a", "b");
        end.countDown();
        assertThat(begun.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(begun.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("a");
        asks.shutdownNow();
        assertThat(asks.awaitEnd(LIMIT_SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
