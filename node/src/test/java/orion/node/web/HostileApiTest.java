package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.web.RawHttps.Reply;

/// Callers who send what no honest one would: each is answered or cut off, none reaches the desk, and the next honest
/// one is served.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileApiTest {
    private static final String LET_IN = "Host: n1\r\nAuthorization: Bearer admin-secret\r\n";
    private static final long STILL_NANOS = 300_000_000;

    private final RunningApi api;

    HostileApiTest(@TempDir Path folder) throws Exception {
        api = new RunningApi(folder);
    }

    @AfterEach
    void anHonestOneIsServed() throws Exception {
        try (api) {
            assertThat(api.asked).isEmpty();
            assertThat(RawHttps.ask(api.at, RawHttps.request("POST", "/api/v1/down", "admin-secret", ""))
                            .status())
                    .isEqualTo(200);
            assertThat(String.join("\n", api.journal)).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/../v1/down",
                "/api/v1//down",
                "//api/v1/down",
                "/api/v1/down/",
                "/api/v1/%64own",
                "/api/v1/down%00",
                "/api/v1/down;x=1",
                "/api/v1/resources/../down",
                "/api/v1/resources/%2e%2e/offline",
                "/api/v1/resources/a%2Fb/offline",
                "/api/v1/resources/a%0d%0aX/offline",
                "/api/v1/resources/\u00e4/offline",
                "/api/v1/resources//offline",
                "/api/v1/resources/ /offline",
                "/api/v1/resources/{resource}/offline",
                "/api/v2/down",
                "/API/V1/down",
                "http://n1/api/v1/ghost",
                "n1:443",
                "*",
                "\\api\\v1\\down",
                "/api/v1/down\u0000",
                "/api/v1/down?%zz",
                "/api/v1/down?x",
                "",
            })
    void aPathThatIsNoneReachesNothing(String path) throws Exception {
        Reply reply = RawHttps.ask(api.at, "POST " + path + " HTTP/1.1\r\n" + LET_IN + "Connection: close\r\n\r\n");
        assertThat(reply.status()).as("or cut off").isIn(0, 400, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET /api/v1/status HTTP/1.1\r\nNo colon\r\n\r\n",
                "GET /api/v1/status HTTP/1.1\r\nBad\u0000Name: x\r\n\r\n",
                "POST /api/v1/edits HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /api/v1/edits HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /api/v1/edits HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "POST /api/v1/edits HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
                "POST /api/v1/edits HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nx",
            })
    void aBrokenHeadIsRefusedOrCutOff(String request) throws Exception {
        String admitted = request.replaceFirst("HTTP/1.1\r\n", "HTTP/1.1\r\n" + LET_IN);
        Reply reply = RawHttps.ask(api.at, admitted);
        assertThat(reply.status()).isIn(0, 400, 401, 501);
    }

    @Test
    void headsThatAreTooLargeAreCutOff() throws Exception {
        for (String request : List.of(
                "GET /api/v1/" + "x".repeat(100_000) + " HTTP/1.1\r\n" + LET_IN + "\r\n",
                "GET /api/v1/status HTTP/1.1\r\n" + LET_IN + "X: " + "x".repeat(100_000) + "\r\n\r\n",
                "GET /api/v1/status HTTP/1.1\r\n" + LET_IN + "X: y\r\n".repeat(20_000) + "\r\n")) {
            try (RawHttps caller = new RawHttps(api.at)) {
                try {
                    caller.send(request);
                } catch (IOException cut) {
                    // While it still sent.
                }
                caller.awaitEnd();
            }
        }
    }

    @Test
    void aBodyThatIsCutOffIsNotCarriedOut() throws Exception {
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send("POST /api/v1/edits HTTP/1.1\r\n" + LET_IN
                    + "Content-Type: application/yaml\r\nContent-Length: 500\r\n\r\nresources: {}");
        }
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send("POST /api/v1/edits HTTP/1.1\r\n" + LET_IN
                    + "Content-Type: application/yaml\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nresources: {}\r\n");
        }
    }

    @Test
    void requestsThatCrawlAreCutOffWhileOthersAreServed() throws Exception {
        try (RawHttps head = new RawHttps(api.at);
                RawHttps body = new RawHttps(api.at);
                Socket handshake = new Socket(InetAddress.ofLiteral(api.at.host()), api.at.port())) {
            head.send("GET /api/v1/status HTTP/1.1\r\nHost: n1\r\nX: ");
            body.send("POST /api/v1/edits HTTP/1.1\r\n" + LET_IN
                    + "Content-Type: application/yaml\r\nContent-Length: 500\r\n\r\nres");
            handshake.getOutputStream().write(new byte[] {0x16, 0x03, 0x01});
            assertThat(RawHttps.ask(api.at, RawHttps.request("GET", "/api/v1/status", "viewer-secret", ""))
                            .status())
                    .isEqualTo(200);
            head.awaitEnd();
            body.awaitEnd();
            handshake.setSoTimeout(100_000);
            awaitEnd(handshake);
        }
    }

    private static void awaitEnd(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // What is said on the way does not matter.
            }
        } catch (IOException cut) {
            assertThat(cut).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void requestsOneBehindTheOtherAreAnsweredOneByOneUntilOneIsRefused() throws Exception {
        String good = "GET /api/v1/nodes HTTP/1.1\r\n" + LET_IN + "\r\n";
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send(good + good + "GET /api/v1/nodes HTTP/1.1\r\nHost: n1\r\n\r\n" + good);
            assertThat(caller.reply().status()).isEqualTo(200);
            assertThat(caller.reply().status()).isEqualTo(200);
            assertThat(caller.reply().status()).isEqualTo(401);
            assertThat(caller.reply().status()).isZero();
        }
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send(
                    "GET /api/v1/nodes HTTP/1.1\r\n" + LET_IN + "Content-Length: " + good.length() + "\r\n\r\n" + good);
            assertThat(caller.reply().status())
                    .as("a request in a body is none")
                    .isEqualTo(400);
            assertThat(caller.reply().status()).isZero();
        }
    }

    @Test
    void oldHttpIsAnsweredAndHungUpOn() throws Exception {
        try (RawHttps caller = new RawHttps(api.at)) {
            caller.send("GET /api/v1/nodes HTTP/1.0\r\nAuthorization: Bearer viewer-secret\r\n\r\n");
            assertThat(caller.reply().status()).isEqualTo(200);
            assertThat(caller.reply().status()).isZero();
        }
    }

    @Test
    void whoSpeaksNoTlsIsNotAnswered() throws Exception {
        try (Socket plain = new Socket(InetAddress.ofLiteral(api.at.host()), api.at.port())) {
            plain.getOutputStream()
                    .write(("POST /api/v1/down HTTP/1.1\r\n" + LET_IN + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String said;
            try {
                said = new String(plain.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException cut) {
                said = "";
            }
            assertThat(said).doesNotContain("HTTP");
        }
    }

    @Test
    void oldTlsIsRefused() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (RawHttps caller = new RawHttps(api.at, protocol)) {
                assertThat(caller.protocol()).isEqualTo(protocol);
                caller.send(RawHttps.request("GET", "/api/v1/status", "viewer-secret", ""));
                assertThat(caller.reply().status()).isEqualTo(200);
            }
        }
        for (String protocol : List.of("TLSv1", "TLSv1.1")) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> new RawHttps(api.at, protocol).close());
        }
    }

    /// The answers to it fill what the system takes for it, and then the server waits for it, and reads no more.
    @Test
    void whoDemandsKeysWithoutEndIsCutOffAndHoldsUpNobody(@TempDir Path folder) throws Exception {
        try (RunningApi other = new RunningApi(folder, withRequestsOf(Duration.ofSeconds(8)))) {
            assertThat(flood(other).get()).isPositive();
            assertThat(RawHttps.ask(other.at, RawHttps.request("GET", "/api/v1/status", "viewer-secret", ""))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theApiEndsWhileSomebodyDemandsKeys(@TempDir Path folder) throws Exception {
        CompletableFuture<Integer> flood;
        try (RunningApi other = new RunningApi(folder, withRequestsOf(Duration.ofDays(1)))) {
            flood = flood(other);
        }
        assertThat(flood.get()).isPositive();
    }

    private static ApiLimits withRequestsOf(Duration limit) {
        return new ApiLimits(2, 4, 1, 1_000, 10_000, limit, limit, Duration.ofMillis(50), Duration.ofMillis(20));
    }

    /// Somebody who demands keys until it is cut off. Where that stands still, the server waits for it.
    private static CompletableFuture<Integer> flood(RunningApi api) throws Exception {
        RawHttps caller = new RawHttps(api.at, 2_000, "TLSv1.3");
        CompletableFuture<Integer> flood = CompletableFuture.supplyAsync(caller::demandKeysUntilTheEnd);
        int before;
        do {
            before = caller.demands();
            LockSupport.parkNanos(STILL_NANOS);
        } while (before == 0 || before != caller.demands());
        return flood;
    }

    @Test
    void whateverIsSentNothingBreaks() throws Exception {
        Random random = new Random(20_261_123);
        List<String> pieces = List.of(
                "/",
                "..",
                "%2e",
                "%00",
                "%",
                "?",
                "&",
                "=",
                "resources",
                "web",
                "offline",
                "api",
                "v1",
                "#",
                "\u00ff",
                "{",
                "\"",
                "'",
                "\\",
                ";",
                "events",
                "last",
                "-1",
                "99999999999",
                "stream",
                "migrate",
                "node");
        for (int i = 0; i < 300; i++) {
            StringBuilder path = new StringBuilder("/api/v1/");
            for (int j = random.nextInt(8); j >= 0; j--) {
                path.append(pieces.get(random.nextInt(pieces.size())));
            }
            Reply reply =
                    RawHttps.ask(api.at, RawHttps.request("DELETE", path.toString(), "admin-secret", "", "X: " + path));
            assertThat(reply.status()).as(path.toString()).isIn(400, 404, 405);
        }
    }
}
