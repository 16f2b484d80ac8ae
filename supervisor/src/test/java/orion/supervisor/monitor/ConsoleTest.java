package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.Told;

/// The monitor's pages over a real connection: what is shown, to whom, and what a hostile agent cannot do with it.
final class ConsoleTest {
    @TempDir
    private Path folder;

    private final AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.useful("answers"));
    private final Told journal = new Told();
    private final Told other = new Told();
    private Optional<Monitor> monitor = Optional.empty();
    private Optional<WebConsole> web = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        Probe probe = new Probe() {
            @Override
            public Verdict look() {
                return verdict.get();
            }

            @Override
            public String target() {
                return "tcp://127.0.0.1:1/?a&b";
            }
        };
        MonitorSettings settings = new MonitorSettings(
                List.of(
                        new WatchedAgent(
                                "a", "h1", Duration.ofMillis(20), probe, List.of(), Optional.empty(), Thresholds.NONE),
                        new WatchedAgent(
                                "b.c",
                                "h2",
                                Duration.ofMillis(20),
                                probe,
                                List.of(),
                                Optional.empty(),
                                Thresholds.NONE)),
                Optional.empty(),
                2,
                folder.resolve("history"),
                List.of(),
                Optional.empty());
        Monitor running = new Monitor(
                settings,
                MonitorLimits.usual(false),
                ClusterAuthority.NOT_CLUSTERED,
                sentence -> (sentence.startsWith("b.c ") ? journal : other).accept(sentence));
        monitor = Optional.of(running);
        web = Optional.of(new WebConsole(
                running, ConsoleSettings.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))));
    }

    @AfterEach
    void close() {
        web.ifPresent(WebConsole::close);
        monitor.ifPresent(Monitor::close);
    }

    private HttpURLConnection ask(String method, String path) throws Exception {
        URI uri = new URI("http://127.0.0.1:" + web.orElseThrow().address().getPort() + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        return connection;
    }

    private String page(String path) throws Exception {
        try (var in = ask("GET", path).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatAnAgentAnswersIsShownAndNeverObeyed() throws Exception {
        journal.await("b.c is up");
        verdict.set(Verdict.useless("answers '<script>alert(\"1\")</script>&'"));
        journal.await("b.c is suspect");
        String shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;";

        assertThat(page("/")).contains(shown).doesNotContain("<script>alert");
        assertThat(page("/agent/b.c"))
                .contains(shown, "tcp://127.0.0.1:1/?a&amp;b")
                .doesNotContain("<script>alert");
        assertThat(ask("GET", "/").getHeaderField("Content-Security-Policy")).startsWith("default-src 'none'");
    }

    @Test
    void theHistoryIsOfOneAgentAndTheNewestIsFirst() throws Exception {
        journal.await("b.c is up");
        other.await("a is up");
        verdict.set(Verdict.absent("nobody there"));
        journal.await("b.c is suspect");
        String page = page("/agent/b.c");
        String history = page.substring(page.indexOf("History"));

        assertThat(history.indexOf("<td>suspect</td>")).isBetween(0, history.indexOf("<td>up</td>"));
        assertThat(history.split("<td>up</td>", -1)).as("of this agent alone").hasSize(2);
    }

    @Test
    void theTrendsAreShown() throws Exception {
        journal.await("b.c is up");
        String page = page("/trends");
        assertThat(page).containsPattern("<td>b.c</td><td>100.00 %</td><td>0</td><td>-</td>");
        assertThat(page("/trends.json")).containsPattern("\"agent\":\"b.c\",\"polls\":\\d+,\"useful\":\\d+,");
        verdict.set(Verdict.absent("nobody there"));
        journal.await("b.c is down");
        assertThat(page("/trends")).doesNotContainPattern("<td>b.c</td><td>100.00 %</td>");
        assertThat(page("/agent/b.c"))
                .contains("<h2>Days</h2>", "<td>" + LocalDate.now(ZoneId.systemDefault()) + "</td>");
    }

    @Test
    void whatDoesNotExistIsSaidToAndNothingCanBeChanged() throws Exception {
        other.await("a is up");
        assertThat(ask("GET", "/agent/nobody").getResponseCode()).isEqualTo(404);
        assertThat(ask("GET", "/agent/").getResponseCode()).isEqualTo(404);
        assertThat(ask("GET", "/agent/a").getResponseCode()).isEqualTo(200);
        assertThat(ask("POST", "/").getResponseCode()).isEqualTo(405);
        assertThat(ask("DELETE", "/agent/a").getResponseCode()).isEqualTo(405);
        assertThat(ask("GET", "/status.json").getContentType()).startsWith("application/json");
    }

    private int status(WebConsole console, String path, Optional<String> words) throws Exception {
        HttpURLConnection connection = (HttpURLConnection)
                new URI("http://127.0.0.1:" + console.address().getPort() + path)
                        .toURL()
                        .openConnection();
        words.ifPresent(said -> connection.setRequestProperty(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8))));
        int status = connection.getResponseCode();
        if (status == 401) {
            assertThat(connection.getHeaderField("WWW-Authenticate")).startsWith("Basic realm=");
            assertThat(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("The name or the password is wrong", "web-password-file of monitor.conf")
                    .doesNotContain("b.c");
        }
        return status;
    }

    @Test
    void whereALogInIsAskedForNothingIsShownWithoutIt() throws Exception {
        journal.await("b.c is up");
        ConsoleLogin login = new ConsoleLogin("anna", "r\u00efght:word");
        try (WebConsole closed = new WebConsole(
                monitor.orElseThrow(),
                new ConsoleSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.empty(),
                        Optional.of(login)))) {
            for (String path : List.of("/", "/status.json", "/agent/b.c", "/alarm.wav", "/nothing")) {
                assertThat(status(closed, path, Optional.empty())).as(path).isEqualTo(401);
            }
            for (String wrong : List.of("anna:wrong", "", "ann:ar\u00efght:word")) {
                assertThat(status(closed, "/", Optional.of(wrong))).as(wrong).isEqualTo(401);
            }
            assertThat(status(closed, "/", Optional.of("anna:r\u00efght:word"))).isEqualTo(200);
        }
        assertThat(login.toString()).doesNotContain("ght");
    }

    @Test
    void whatIsHeardGoesOnUntilPersonsAreToldThatItIsOver() throws Exception {
        journal.await("b.c is up");
        assertThat(page("/?sound=on")).contains("Sound off").doesNotContain("<audio");
        verdict.set(Verdict.absent("nobody there"));
        journal.await("b.c is down");
        assertThat(page("/?sound=on")).contains("<audio autoplay");
        assertThat(page("/")).contains("Sound on").doesNotContain("<audio");
        assertThat(page("/status.json")).contains("\"alarmed\":true");
        verdict.set(Verdict.useful("answers"));
        journal.await("b.c is up");
        other.await("a is up");
        Waiting.until("it is silent", () -> !page("/?sound=on").contains("<audio"));
    }

    @Test
    void whoOpensThePagesToOthersIsWarned() {
        InetSocketAddress all = new InetSocketAddress("0.0.0.0", 8200);
        Optional<ConsoleLogin> login = Optional.of(new ConsoleLogin("anna", "word"));
        assertThat(ConsoleSettings.open(all).warning()).contains("everybody who reaches", "set web-user");
        assertThat(new ConsoleSettings(all, Optional.empty(), login).warning())
                .contains("travels in clear text; set web-key");
        assertThat(ConsoleSettings.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8200))
                        .warning())
                .isEmpty();
    }
}
