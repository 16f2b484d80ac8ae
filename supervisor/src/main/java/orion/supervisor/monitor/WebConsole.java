package orion.supervisor.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/// Serves the monitor's pages, and the same for programs. They change nothing.
public final class WebConsole implements AutoCloseable {
    private static final String HTML = "text/html";
    /// Before the next wrong password is looked at, whoever sends it.
    private static final Duration AFTER_A_WRONG_ONE = Duration.ofSeconds(1);

    private final JsonType<List<StatusLine>> json =
            Jsonb.builder().build().type(StatusLine.class).list();
    private final JsonType<List<TrendDay>> trendsJson =
            Jsonb.builder().build().type(TrendDay.class).list();
    private final Monitor monitor;
    private final ConsolePages pages;
    private final Optional<ConsoleLogin> login;
    private final ReentrantLock wrong = new ReentrantLock();
    private final HttpServer server;

    /// Serves from now on.
    public WebConsole(Monitor monitor, ConsoleSettings settings) throws IOException {
        this.monitor = monitor;
        this.pages = new ConsolePages(monitor);
        this.login = settings.login();
        this.server = settings.tls().isPresent()
                ? HttpsServer.create(settings.address(), 0)
                : HttpServer.create(settings.address(), 0);
        if (server instanceof HttpsServer secure) {
            secure.setHttpsConfigurator(new HttpsConfigurator(settings.tls().orElseThrow()));
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isStranger(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"gwmon\", charset=\"UTF-8\"");
                String cure =
                        "Give the name and the password that web-user and web-password-file of monitor.conf name.";
                send(exchange, 401, HTML, ConsolePages.sentence("The name or the password is wrong", cure));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "text/plain", "only GET is understood\n");
            } else {
                show(exchange, exchange.getRequestURI().getPath());
            }
        }
    }

    private void show(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/" ->
                send(
                        exchange,
                        200,
                        HTML,
                        pages.list("sound=on".equals(exchange.getRequestURI().getQuery())));
            case "/status.json" -> send(exchange, 200, "application/json", json.toJson(monitor.status()));
            case "/trends" -> send(exchange, 200, HTML, pages.report(Trends.KEPT_DAYS));
            case "/trends.json" ->
                send(
                        exchange,
                        200,
                        "application/json",
                        trendsJson.toJson(monitor.trends().days()));
            case "/alarm.wav" -> send(exchange, 200, AlarmSound.TYPE, AlarmSound.WAV);
            default -> {
                Optional<String> found = found(path);
                send(
                        exchange,
                        found.isPresent() ? 200 : 404,
                        HTML,
                        found.orElseGet(() -> ConsolePages.sentence("Not found", "There is no such page.")));
            }
        }
    }

    private Optional<String> found(String path) {
        if (path.startsWith("/agent/")) {
            return pages.agent(path.substring("/agent/".length()));
        }
        return ConsolePages.REPORTS.stream()
                .filter(days -> path.equals("/trends/" + days))
                .findFirst()
                .map(pages::report);
    }

    /// Whoever sends a wrong password waits; all who do wait one behind the other.
    private boolean isStranger(HttpExchange exchange) throws IOException {
        Optional<String> said = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        if (login.isEmpty() || login.get().admits(said)) {
            return false;
        }
        if (said.isPresent()) {
            wrong.lock();
            try {
                Thread.sleep(AFTER_A_WRONG_ONE);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                throw new IOException("the console ends", end);
            } finally {
                wrong.unlock();
            }
        }
        return true;
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        send(exchange, status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
