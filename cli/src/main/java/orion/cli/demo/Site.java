package orion.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One web site of the demonstration: a resource of the cluster with an address that never changes.
///
/// @param nodes where it likes to run, best first
record Site(String name, int port, List<String> nodes, List<String> command) {
    private static final int VISIT_MILLIS = 1_000;
    private static final Pattern SERVED_BY = Pattern.compile("served by ([^,<]+)");

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /// Visits the site.
    ///
    /// @return the node that its page names; empty where nobody answers
    Optional<String> visit() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url()).toURL().openConnection();
            connection.setConnectTimeout(VISIT_MILLIS);
            connection.setReadTimeout(VISIT_MILLIS);
            connection.setUseCaches(false);
            try (InputStream body = connection.getInputStream()) {
                Matcher page = SERVED_BY.matcher(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                return page.find() ? Optional.of(page.group(1)) : Optional.empty();
            }
        } catch (IOException nobody) {
            return Optional.empty();
        }
    }

    /// Its part of a file for `orion apply`.
    String definition() {
        String words = command.stream()
                .map(word -> "'" + word.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        return """
                  %s:
                    nodes: [%s]
                    load-timeout: 60
                    unload-timeout: 20
                    parts:
                      - service:
                          command: [%s]
                          stop-timeout: 5
                          ready: tcp 127.0.0.1:%d
                """.formatted(name, String.join(", ", nodes), words, port);
    }
}
