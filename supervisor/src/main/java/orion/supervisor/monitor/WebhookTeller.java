package orion.supervisor.monitor;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Tells a web service: a line of the history, as JSON, is posted to it.
///
/// @param limit for each step of the conversation
record WebhookTeller(URI uri, Duration limit) implements Teller {
    private static final JsonType<HistoryEntry> JSON = Jsonb.builder().build().type(HistoryEntry.class);
    private static final int REDIRECTION = 300;

    WebhookTeller(URI uri) {
        this(uri, Duration.ofSeconds(10));
    }

    /// Without its path, which often is a secret.
    @Override
    public String name() {
        return "the webhook at " + uri.getHost();
    }

    @Override
    public void tell(HistoryEntry news) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        // Who is sent elsewhere would tell others.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try {
            connection.getOutputStream().write(JSON.toJson(news).getBytes(StandardCharsets.UTF_8));
            int status = connection.getResponseCode();
            if (status < 200 || status >= REDIRECTION) {
                throw new IOException("it answers with status " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
