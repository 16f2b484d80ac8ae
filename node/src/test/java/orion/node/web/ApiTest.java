package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;

/// Where the API is served, and what becomes of a node whose port somebody else has.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ApiTest {
    @Test
    void aPortThatIsTakenIsToldAndTriedAgain(@TempDir Path folder) throws Exception {
        BlockingQueue<String> journal = new LinkedBlockingQueue<>();
        try (RunningApi running = new RunningApi(folder)) {
            Endpoint port;
            Api api;
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = new Endpoint("127.0.0.1", other.getLocalPort());
                api = Api.start(
                        port,
                        running.context(),
                        running.handler(RunningApi.LIMITS),
                        journal::add,
                        Duration.ofMillis(10));
                assertThat(journal.take())
                        .startsWith("the API cannot be served at " + port + ": ")
                        .contains("'ss -ltnp'", "'api' in node.properties");
            }
            try (api) {
                assertThat(journal.take()).isEqualTo("the API can be served again");
                assertThat(journal.take()).isEqualTo("the API is served at https://" + port + "/api/v1");
                assertThat(RawHttps.ask(port, RawHttps.request("GET", "/api/v1/status", "viewer-secret", ""))
                                .status())
                        .isEqualTo(200);
            }
            try (ServerSocket again = new ServerSocket(port.port(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(again.isBound())
                        .as("closed, it has given the port back")
                        .isTrue();
            }
        }
        assertThat(journal).isEmpty();
    }

    @Test
    void itIsServedWhereTheSettingsSaySoAndNowhereElse() {
        assertThat(ApiAddress.OFF.at()).isEmpty();
        assertThat(ApiAddress.parse("off")).isEqualTo(ApiAddress.OFF);
        assertThat(ApiAddress.parse("10.0.0.2:443").at()).contains(new Endpoint("10.0.0.2", 443));
    }

    @Test
    void theServerHasLimitsThatItHasNotByItself(@TempDir Path folder) throws Exception {
        try (RunningApi _ = new RunningApi(folder)) {
            assertThat(System.getProperty("jdk.httpserver.maxConnections")).isEqualTo("200");
            assertThat(System.getProperty("sun.net.httpserver.maxReqHeaderSize"))
                    .isEqualTo("16384");
            assertThat(System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation"))
                    .isEqualTo("true");
        }
    }
}
