package orion.supervisor.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// The monitor's pages: a list of all agents, one of each with its history, and the same list for programs.
/// They change nothing.
public final class WebConsole implements AutoCloseable {
    private static final String PAGE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title>
            <meta http-equiv="refresh" content="30"><style>
            body{font-family:sans-serif;margin:2em}td,th{text-align:left;padding:.2em 1em .2em 0}
            .up{color:#060}.down,.given-up,.critical{color:#a00;font-weight:bold}.suspect,.left-alone,.warning{color:#850}
            </style></head><body><h1>%s</h1>%s</body></html>
            """;

    private final JsonType<List<StatusLine>> json =
            Jsonb.builder().build().type(StatusLine.class).list();
    private final JsonType<List<TrendDay>> trendsJson =
            Jsonb.builder().build().type(TrendDay.class).list();
    private final Monitor monitor;
    private final HttpServer server;

    /// Serves from now on.
    public WebConsole(Monitor monitor, InetSocketAddress address) throws IOException {
        this.monitor = monitor;
        this.server = HttpServer.create(address, 0);
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
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "text/plain", "only GET is understood\n");
            } else if (path.equals("/")) {
                send(exchange, 200, "text/html", list());
            } else if (path.equals("/status.json")) {
                send(exchange, 200, "application/json", json.toJson(monitor.status()));
            } else if (path.equals("/trends")) {
                send(exchange, 200, "text/html", trends());
            } else if (path.equals("/trends.json")) {
                send(
                        exchange,
                        200,
                        "application/json",
                        trendsJson.toJson(monitor.trends().days()));
            } else {
                Optional<StatusLine> agent = monitor.status().stream()
                        .filter(line -> path.equals("/agent/" + line.agent()))
                        .findFirst();
                send(
                        exchange,
                        agent.isPresent() ? 200 : 404,
                        "text/html",
                        agent.map(this::details).orElse(PAGE.formatted("Not found", "There is no such page", "")));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String list() {
        StringBuilder rows = new StringBuilder();
        for (StatusLine line : monitor.status()) {
            rows.append("<tr><td><a href=\"/agent/%1$s\">%1$s</a></td><td>%2$s</td>%3$s<td>%4$s</td></tr>%n"
                    .formatted(plain(line.agent()), plain(line.host()), condition(line), plain(line.detail())));
        }
        return PAGE.formatted(
                "Agents",
                "Agents",
                "<p><a href=\"/trends\">Trends</a></p><table><tr><th>Agent</th><th>Host</th><th>Status</th><th></th></tr>"
                        + rows + "</table>");
    }

    private String trends() {
        return PAGE.formatted(
                "Trends",
                "The last " + Trends.KEPT_DAYS + " days",
                "<p><a href=\"/\">All agents</a></p>"
                        + table(
                                "Agent",
                                TrendDay::agent,
                                Trends.together(monitor.trends().days())));
    }

    private static String table(String title, Function<TrendDay, String> name, List<TrendDay> lines) {
        StringBuilder rows = new StringBuilder();
        for (TrendDay line : lines) {
            rows.append("<tr><td>%s</td><td>%s</td><td>%d</td><td>%s</td></tr>%n"
                    .formatted(plain(name.apply(line)), line.availability(), line.restarts(), line.response()));
        }
        return "<table><tr><th>%s</th><th>Available</th><th>Restarts</th><th>Answers, usual and slowest</th></tr>%s</table>"
                .formatted(title, rows);
    }

    private static String condition(StatusLine line) {
        return "<td class=\"%s\">%s</td>".formatted(line.condition().replace(' ', '-'), plain(line.condition()));
    }

    private String details(StatusLine line) {
        StringBuilder rows = new StringBuilder();
        for (HistoryEntry entry : monitor.history(line.agent()).reversed()) {
            rows.append("<tr><td>%s</td><td>%s</td><td>%s</td></tr>%n"
                    .formatted(plain(entry.time()), plain(entry.condition()), plain(entry.sentence())));
        }
        return PAGE.formatted(
                plain(line.agent()),
                plain(line.agent()),
                "<p><a href=\"/\">All agents</a></p><table><tr><th>Status</th>%s</tr><tr><th>For</th><td>%d s</td></tr>"
                                .formatted(condition(line), line.sinceSeconds())
                        + "<tr><th>Polled</th><td>%s</td></tr><tr><th>Seen</th><td>%s</td></tr></table><h2>History</h2>"
                                .formatted(plain(line.target()), plain(line.detail()))
                        + "<table>" + rows + "</table><h2>Days</h2>"
                        + table(
                                "Day",
                                TrendDay::day,
                                monitor.trends().days(line.agent()).reversed()));
    }

    /// Text that a browser shows and never obeys.
    private static String plain(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
