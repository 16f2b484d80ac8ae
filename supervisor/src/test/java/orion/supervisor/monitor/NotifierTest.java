package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.Told;

/// Persons are told in each way that is configured, and a way that hangs or fails disturbs no other.
final class NotifierTest {
    private static final HistoryEntry NEWS =
            new HistoryEntry("2026-11-22T15:00:00Z", "post.dom", "down", "nobody answers\nBcc: x@example.org");

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final Told journal = new Told();

    private Path program(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Remembers what it is told; the first attempts may fail.
    private static final class Listener implements Teller {
        private final BlockingQueue<HistoryEntry> told = new LinkedBlockingQueue<>();
        private int failures;

        @Override
        public void tell(HistoryEntry news) throws IOException {
            if (failures-- > 0) {
                throw new IOException("not now");
            }
            told.add(news);
        }

        @Override
        public String name() {
            return "a listener";
        }

        HistoryEntry next() throws InterruptedException {
            HistoryEntry news = told.poll(120, TimeUnit.SECONDS);
            assertThat(news).isNotNull();
            return news == null ? NEWS : news;
        }
    }

    @Test
    void whoHangsHoldsUpNobodyElse() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        Listener listener = new Listener();
        Teller hanging = new Teller() {
            @Override
            public void tell(HistoryEntry news) throws InterruptedException {
                hangs.countDown();
                never.await();
            }

            @Override
            public String name() {
                return "who hangs";
            }
        };
        try (Notifier notifier = new Notifier(List.of(hanging, listener), journal, Duration.ZERO, Duration.ZERO)) {
            for (int i = 0; i < 300; i++) {
                HistoryEntry news = new HistoryEntry("", "agent" + i, "down", "");
                notifier.tell(news);
                assertThat(listener.next()).isEqualTo(news);
                // The first of those that are lost is no longer among those that wait.
                assertThat(hangs.await(180, TimeUnit.SECONDS)).isTrue();
            }
            journal.await("who hangs is so slow that only the newest of each agent is told there for now");
        }
        journal.await("nobody may have been told by who hangs of the last 300 changes, for the monitor ended");
    }

    @Test
    void ofAThousandThatGoDownAtOnceEachIsToldOnlyNotEachWord() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        Listener listener = new Listener();
        Teller slowOne = new Teller() {
            @Override
            public void tell(HistoryEntry news) throws IOException, InterruptedException {
                busy.countDown();
                slow.await();
                listener.tell(news);
            }

            @Override
            public String name() {
                return "who is slow";
            }
        };
        try (Notifier notifier = new Notifier(List.of(slowOne), journal, LONG, LONG)) {
            notifier.tell(NEWS);
            assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
            for (String condition : List.of("down", "given up")) {
                for (int i = 0; i < 1000; i++) {
                    notifier.tell(new HistoryEntry("", "agent" + i, condition, ""));
                }
            }
            slow.countDown();
        }
        assertThat(listener.told)
                .filteredOn(news -> news.condition().equals("given up"))
                .extracting(HistoryEntry::agent)
                .hasSize(1000)
                .doesNotHaveDuplicates();
        assertThat(listener.told).hasSize(1001);
    }

    @Test
    void whatFailsIsTriedAgainAndThenTold() throws Exception {
        Listener listener = new Listener();
        listener.failures = 2;
        try (Notifier notifier = new Notifier(List.of(listener), journal, Duration.ZERO, LONG)) {
            notifier.tell(NEWS);
            assertThat(listener.next()).isEqualTo(NEWS);
            listener.failures = 3;
            notifier.tell(NEWS);
            journal.await("nobody may have been told by a listener that post.dom is down: not now");
        }
    }

    @Test
    void whatWaitsIsToldBeforeTheEnd() throws Exception {
        Listener listener = new Listener();
        listener.failures = 1;
        try (Notifier notifier = new Notifier(List.of(listener), journal, LONG, LONG)) {
            for (int i = 0; i < 100; i++) {
                notifier.tell(new HistoryEntry("", "agent" + i, "down", ""));
            }
        }
        assertThat(listener.told).hasSize(100);
    }

    @Test
    void aProgramGetsThreeWords() throws Exception {
        ProgramTeller.of(program("printf '%s|' \"$@\" >" + folder + "/got")).tell(NEWS);

        assertThat(folder.resolve("got")).hasContent("post.dom|down|nobody answers\nBcc: x@example.org|");
    }

    @Test
    void aProgramThatHangsIsKilledWithItsChildren() throws Exception {
        Path program = program("sleep 1000 & echo $! >" + folder + "/child; wait");
        ProgramTeller teller = new ProgramTeller(program, Duration.ofSeconds(10));

        assertThatThrownBy(() -> teller.tell(NEWS)).hasMessageContaining("did not end within 10 s and was killed");

        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(120, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> ProgramTeller.of(program("exit 7")).tell(NEWS)).hasMessageContaining("ended with 7");
        assertThatThrownBy(() -> ProgramTeller.of(folder.resolve("no")).tell(NEWS))
                .isInstanceOf(IOException.class);
    }

    @Test
    void mailIsAMessageWhoseHeaderNobodyElseWrites() throws Exception {
        Path sendmail = program("printf '%s|' \"$@\" >" + folder + "/words; cat >" + folder + "/message");
        new MailTeller(new Sendmail(sendmail, List.of("root", "a@example.org"), "gwmon")).tell(NEWS);

        assertThat(folder.resolve("words")).hasContent("-oi|--|root|a@example.org|");
        List<String> lines = Files.readAllLines(folder.resolve("message"));
        List<String> header = lines.subList(0, lines.indexOf(""));
        assertThat(header)
                .contains("To: root, a@example.org", "Subject: post.dom is down", "Auto-Submitted: auto-generated")
                .noneMatch(line -> line.startsWith("Bcc"));
        assertThat(lines).contains("post.dom is down: nobody answers Bcc: x@example.org");
    }

    @Test
    void aWebhookGetsALineOfTheHistory() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Location", "/secret");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/secret") ? 204 : 302, -1);
            exchange.close();
        });
        server.start();
        try {
            String place = "http://127.0.0.1:" + server.getAddress().getPort();
            WebhookTeller teller = new WebhookTeller(new URI(place + "/secret"));
            teller.tell(NEWS);
            assertThat(got.take())
                    .isEqualTo("POST application/json {\"time\":\"2026-11-22T15:00:00Z\",\"agent\":\"post.dom\","
                            + "\"condition\":\"down\",\"sentence\":\"nobody answers\\nBcc: x@example.org\"}");
            assertThat(teller.name()).doesNotContain("secret");
            assertThatThrownBy(() -> new WebhookTeller(new URI(place + "/elsewhere")).tell(NEWS))
                    .hasMessageContaining("status 302");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aWebhookThatSaysNothingHasALimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = new URI("http://127.0.0.1:" + silent.getLocalPort());
            assertThatThrownBy(() -> new WebhookTeller(uri, Duration.ofMillis(200)).tell(NEWS))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTrapIsWrittenAsSnmpHasIt() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(60_000);
            HistoryEntry news = new HistoryEntry("", "post.dom", "down", "x".repeat(1000));
            new TrapTeller(new URI("snmp://secret@127.0.0.1:" + receiver.getLocalPort()), "1.3.6.1.4.1.8072.9999.9999")
                    .tell(news);
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            receiver.receive(packet);
            String bytes = HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());

            assertThat(bytes)
                    .matches("3082[0-9a-f]{4}" + "020101" + "0406736563726574" + "a782[0-9a-f]{4}.*")
                    // The trap's own name, snmpTrapOID.0, and what it is.
                    .contains("060a2b060106030101040100" + "060d2b06010401bf08ce0fce0f0001")
                    // The agent, and its status.
                    .contains("060d2b06010401bf08ce0fce0f0200" + "0408" + hex("post.dom"))
                    .contains("060d2b06010401bf08ce0fce0f0300" + "0404" + hex("down"))
                    .endsWith("0481c8" + "78".repeat(200));
            int length = Integer.parseInt(bytes.substring(4, 8), 16);
            assertThat(packet.getLength()).isEqualTo(length + 4);
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
