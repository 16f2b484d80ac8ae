package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.ClusterAuthority;
import orion.supervisor.agent.Told;
import orion.supervisor.configuration.ServerKey;

/// The monitor's pages in a real browser: over TLS, with a log-in, with a chart and a sound, and without any script.
@Tag("root")
final class ChromiumTest {
    private static final int LIMIT_SECONDS = 180;

    @TempDir
    private Path folder;

    private final AtomicReference<Verdict> verdict = new AtomicReference<>(answer(40));
    private final Told journal = new Told();
    private Optional<Monitor> monitor = Optional.empty();
    private Optional<WebConsole> web = Optional.empty();

    private static Verdict answer(long millis) {
        return new Verdict(
                Verdict.Sign.USEFUL, "answers in " + millis + " ms", OptionalLong.of(millis), OptionalDouble.empty());
    }

    @BeforeEach
    void open() throws Exception {
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=127.0.0.1"
                + " -addext subjectAltName=IP:127.0.0.1 -keyout web.key -out web.crt");
        Probe probe = new Probe() {
            @Override
            public Verdict look() {
                return verdict.get();
            }

            @Override
            public String target() {
                return "http://127.0.0.1:7181/<status>";
            }
        };
        MonitorSettings settings = new MonitorSettings(
                List.of(new WatchedAgent(
                        "post.dom",
                        "127.0.0.1",
                        Duration.ofMillis(20),
                        probe,
                        List.of(),
                        Optional.empty(),
                        new Thresholds(Optional.of(new Limits(30, 500)), Optional.empty()))),
                Optional.empty(),
                1,
                folder.resolve("history"),
                List.of(),
                Optional.empty());
        Monitor running = new Monitor(settings, MonitorLimits.usual(false), ClusterAuthority.NOT_CLUSTERED, journal);
        monitor = Optional.of(running);
        ServerKey key = new ServerKey(folder.resolve("web.key"), folder.resolve("web.crt"), "", "the test");
        web = Optional.of(new WebConsole(
                running,
                new ConsoleSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.of(key.context("TLS")),
                        Optional.of(new ConsoleLogin("anna", "right")))));
    }

    @AfterEach
    void close() {
        web.ifPresent(WebConsole::close);
        monitor.ifPresent(Monitor::close);
    }

    private void run(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /// What a browser makes of a page, as HTML; or why it shows none.
    private String seen(String address, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--ignore-certificate-errors",
                "--user-data-dir=" + folder.resolve("browser"),
                "--dump-dom"));
        command.addAll(List.of(more));
        command.add(address);
        Path errors = folder.resolve("chromium.log");
        Path dom = folder.resolve("dom");
        Process browser = new ProcessBuilder(command)
                .redirectError(errors.toFile())
                .redirectOutput(dom.toFile())
                .start();
        try {
            assertThat(browser.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        String text = Files.readString(dom);
        String refused = "Page load failed: ";
        String complaints = Files.readString(errors);
        if (text.isEmpty() && complaints.contains(refused)) {
            return complaints.substring(complaints.indexOf(refused));
        }
        assertThat(text).as("%s", complaints).isNotEmpty();
        return text;
    }

    private String page(String password, String path) {
        return "https://anna:" + password + "@127.0.0.1:"
                + web.orElseThrow().address().getPort() + path;
    }

    @Test
    void theListTheDetailsAndTheReportsAreShown() throws Exception {
        journal.await("post.dom is warning: its answer took 40 ms, and 30 counts as warning");
        assertThat(seen(page("right", "/")))
                .contains("<h1>Agents</h1>", "post.dom</a>", "<td class=\"warning\">warning</td>")
                .contains("its answer took 40 ms", "Sound on")
                .doesNotContain("<audio");

        verdict.set(Verdict.useless("says <b>nothing</b>"));
        journal.await("post.dom is down");
        verdict.set(answer(400));
        journal.await("post.dom is up");
        String details = seen(page("right", "/agent/post.dom"));
        assertThat(details)
                .contains("<h1>post.dom</h1>", "http://127.0.0.1:7181/&lt;status&gt;, every 0 s")
                .contains("answers of 30 ms are worth a warning, those of 500 ms are critical")
                .contains("<h2>History</h2>", "says &lt;b&gt;nothing&lt;/b&gt;")
                .contains("<h2>Days</h2>", "<td>" + LocalDate.now(ZoneId.systemDefault()) + "</td>");
        assertThat(details)
                .as("the chart")
                .containsPattern("<svg role=\"img\" aria-label=\"response times\"[^>]*>")
                .contains(">400 ms</text>", "<circle ")
                .containsPattern("<path stroke-width=\"1.5\" d=\"M[0-9. hL]+M[0-9. hL]+\"");

        assertThat(seen(page("right", "/trends/7")))
                .contains("<h1>The last 7 days</h1>", "<td>post.dom</td>", " / 400 ms</td>")
                .contains("href=\"/trends/30\"");
    }

    @Test
    void whoDoesNotKnowThePasswordSeesNothing() throws Exception {
        journal.await("post.dom is warning");
        for (String path : List.of("/", "/status.json")) {
            assertThat(seen(page("wrong", path)))
                    .contains("ERR_INVALID_AUTH_CREDENTIALS")
                    .doesNotContain("post.dom");
        }
    }

    @Test
    void anAgentThatNeedsAPersonIsHeard() throws Exception {
        journal.await("post.dom is warning");
        verdict.set(Verdict.absent("nobody answers"));
        journal.await("post.dom is down");
        Path log = folder.resolve("net.json");

        assertThat(seen(page("right", "/?sound=on"), "--log-net-log=" + log, "--virtual-time-budget=3000"))
                .contains("<audio autoplay=\"\" controls=\"\" src=\"/alarm.wav\"></audio>", "Sound off");
        assertThat(Files.readString(log)).as("the sound is fetched").contains("/alarm.wav");
        // In a page of the test, with a script, the browser can tell whether it understands what it is to play.
        assertThat(playerSays()).contains("it lasts 1.2 s");
        try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(AlarmSound.WAV))) {
            assertThat(sound.getFrameLength()).isEqualTo(9_600);
        }

        verdict.set(answer(10));
        journal.await("post.dom is up");
        assertThat(seen(page("right", "/?sound=on"))).contains("Sound off").doesNotContain("<audio");
    }

    private String playerSays() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean sound = exchange.getRequestURI().getPath().equals("/alarm.wav");
            String player = "<audio preload=auto src=/alarm.wav"
                    + " onloadedmetadata='document.body.append(`it lasts ${this.duration} s`)'></audio>";
            byte[] bytes = sound ? AlarmSound.WAV : player.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", sound ? AlarmSound.TYPE : "text/html");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return seen("http://127.0.0.1:" + server.getAddress().getPort() + "/", "--virtual-time-budget=5000");
        } finally {
            server.stop(0);
        }
    }
}
