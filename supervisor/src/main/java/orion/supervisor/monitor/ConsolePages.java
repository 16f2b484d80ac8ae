package orion.supervisor.monitor;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.supervisor.agent.Age;

/// What the monitor's pages show. Everything that comes from elsewhere goes through [#plain].
///
/// @param monitor of which they tell
record ConsolePages(Monitor monitor) {
    /// For how many days there are reports.
    static final List<Integer> REPORTS = List.of(1, 7, Trends.KEPT_DAYS);

    private static final String PAGE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title>
            <meta name="viewport" content="width=device-width">
            %s<style>
            :root{color-scheme:light dark;--good:#060;--bad:#a00;--odd:#850;--line:#ccc;--link:#03c}
            @media(prefers-color-scheme:dark){:root{--good:#7d7;--bad:#f88;--odd:#eb6;--line:#555;--link:#9cf}}
            body{font-family:sans-serif;line-height:1.4;max-width:70em;margin:1.5em auto;padding:0 1em}
            a{color:var(--link);margin-right:.8em}:focus-visible{outline:3px solid;outline-offset:2px}
            table{border-collapse:collapse}tr{border-bottom:1px solid var(--line)}
            td,th{text-align:left;vertical-align:top;padding:.3em 1em .3em 0}td:last-child{overflow-wrap:anywhere}
            svg{max-width:100%%;height:auto}text{fill:currentColor}path{fill:none;stroke:var(--good)}
            path.warning{stroke:var(--odd)}path.critical{stroke:var(--bad)}circle{fill:var(--bad)}
            .up{color:var(--good)}.down,.given-up,.critical{color:var(--bad);font-weight:bold}
            .suspect,.left-alone,.warning,.unclear{color:var(--odd)}
            @media(max-width:40em){thead{display:none}tr{display:block;padding:.4em 0}td,th{display:inline-block;padding:0 .8em 0 0}}
            </style></head><body><h1>%s</h1>%s</body></html>
            """;
    private static final String RELOAD = "<meta http-equiv=\"refresh\" content=\"30\">";

    /// All agents.
    ///
    /// @param sound whether the visitor wants to hear when one of them needs a person
    String list(boolean sound) {
        StringBuilder rows = new StringBuilder();
        boolean alarm = false;
        for (StatusLine line : monitor.status()) {
            alarm |= line.alarmed();
            rows.append("<tr><td><a href=\"/agent/%1$s\">%1$s</a></td><td>%2$s</td>%3$s<td>%4$s</td></tr>%n"
                    .formatted(plain(line.agent()), plain(line.host()), condition(line), plain(line.detail())));
        }
        // With its controls, so that it can be heard where a browser does not let pages begin by themselves.
        String player = sound && alarm ? "<p><audio autoplay controls src=\"/alarm.wav\"></audio></p>" : "";
        String other = sound ? "<a href=\"/\">Sound off</a>" : "<a href=\"/?sound=on\">Sound on</a>";
        return page(
                "Agents",
                "<p><a href=\"/trends\">Trends</a> " + other + "</p>" + player
                        + "<table><thead><tr><th>Agent</th><th>Host</th><th>Status</th><th>Seen</th></tr></thead>"
                        + rows
                        + "</table>");
    }

    /// How all of them did in the last days, today included.
    String report(int days) {
        String first =
                LocalDate.parse(monitor.trends().today()).minusDays(days - 1L).toString();
        List<TrendDay> covered = monitor.trends().days().stream()
                .filter(one -> one.day().compareTo(first) >= 0)
                .toList();
        StringBuilder others = new StringBuilder("<p><a href=\"/\">All agents</a>");
        REPORTS.forEach(one ->
                others.append(" <a href=\"/trends/%1$d\">%2$s</a>".formatted(one, one == 1 ? "today" : one + " days")));
        return page(
                days == 1 ? "Today" : "The last " + days + " days",
                others + "</p>" + table("Agent", TrendDay::agent, Trends.together(covered)));
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

    /// One agent; nothing where there is none of that name.
    Optional<String> agent(String name) {
        return monitor.status().stream()
                .filter(line -> line.agent().equals(name))
                .findFirst()
                .map(this::details);
    }

    private String details(StatusLine line) {
        WatchedAgent agent = monitor.agent(line.agent());
        StringBuilder rows = new StringBuilder();
        for (HistoryEntry entry : monitor.history(line.agent()).reversed()) {
            rows.append("<tr><td>%s</td><td>%s</td><td>%s</td></tr>%n"
                    .formatted(plain(entry.time()), plain(entry.condition()), plain(entry.sentence())));
        }
        return page(
                plain(line.agent()),
                "<p><a href=\"/\">All agents</a></p><table><tr><th>Status</th>%s</tr><tr><th>For</th><td>%s</td></tr>"
                                .formatted(condition(line), Age.words(Duration.ofSeconds(line.sinceSeconds())))
                        + "<tr><th>Polled</th><td>%s, every %d s</td></tr><tr><th>Seen</th><td>%s</td></tr>"
                                .formatted(plain(line.target()), agent.poll().toSeconds(), plain(line.detail()))
                        + "<tr><th>Thresholds</th><td>%s</td></tr></table><h2>Answers</h2>"
                                .formatted(plain(agent.thresholds().sentence()))
                        + new ResponseChart(
                                        monitor.responses(line.agent()),
                                        agent.thresholds().response())
                                .html()
                        + "<h2>History</h2><table>" + rows + "</table><h2>Days</h2>"
                        + table(
                                "Day",
                                TrendDay::day,
                                monitor.trends().days(line.agent()).reversed()));
    }

    /// A page of one sentence.
    static String sentence(String title, String sentence) {
        return PAGE.formatted(plain(title), "", plain(title), "<p>" + plain(sentence) + "</p>");
    }

    private static String page(String title, String body) {
        return PAGE.formatted(title, RELOAD, title, body);
    }

    /// Text that a browser shows and never obeys.
    private static String plain(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
