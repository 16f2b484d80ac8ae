package orion.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One web site of the demonstration: a resource of the cluster with an address that never changes.
///
/// @param nodes where it likes to run, best first
record Site(String name, int port, List<String> nodes, List<String> command) {
    private static final int VISIT_MILLIS = 1_000;

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /// Visits the site.
    ///
    /// @return the node that serves it; empty where nobody answers
    Optional<String> visit() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url()).toURL().openConnection();
            connection.setConnectTimeout(VISIT_MILLIS);
            connection.setReadTimeout(VISIT_MILLIS);
            connection.setUseCaches(false);
            try (InputStream body = connection.getInputStream()) {
                body.readAllBytes();
            }
            return Optional.ofNullable(connection.getHeaderField("Orion-Node"));
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
                    load-timeout: 30
                    unload-timeout: 20
                    parts:
                      - service:
                          command: [%s]
                          stop-timeout: 5
                          ready: tcp 127.0.0.1:%d
                """.formatted(name, String.join(", ", nodes), words, port);
    }
}
