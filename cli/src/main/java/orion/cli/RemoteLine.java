package orion.cli;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import orion.node.api.ErrorData;

/// The line to a cluster elsewhere: the API of one of its nodes, over HTTPS and with a token. Where a node
/// cannot be asked, the next one is; where it was asked and nothing came back, nobody else is, because it may
/// have been done.
final class RemoteLine implements DaemonLine {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int UNAVAILABLE = 503;

    private final RemoteCluster cluster;
    private final Duration patience;
    private final SSLSocketFactory sockets;

    /// A node that could not be asked, so that another one may be.
    private static final class NotAsked extends Exception {
        private static final long serialVersionUID = 1;

        NotAsked(String why, Exception cause) {
            super(why, cause);
        }

        NotAsked(String why) {
            super(why);
        }
    }

    /// @param patience how long an answer is waited for
    /// @throws IOException where nobody could be believed, because the authority's certificate is none
    RemoteLine(RemoteCluster cluster, Duration patience) throws IOException {
        this.cluster = cluster;
        this.patience = patience;
        this.sockets = cluster.sockets();
    }

    @Override
    public boolean answers() {
        try {
            exchange("{\"verb\":\"status\",\"words\":[]}");
            return true;
        } catch (CommandFailure nobody) {
            return false;
        }
    }

    @Override
    public String exchange(String request) throws CommandFailure {
        List<String> why = new ArrayList<>();
        for (RemoteServer server : cluster.servers()) {
            try {
                return ask(server, request);
            } catch (NotAsked next) {
                why.add(server + " " + next.getMessage());
            }
        }
        throw new CommandFailure(
                ExitCode.UNREACHABLE,
                "no node of the cluster of " + cluster.directory() + " can be asked: " + String.join(", ", why));
    }

    @Override
    public CommandFailure failure(String sentence, Exception cause) {
        CommandFailure failure =
                new CommandFailure(ExitCode.UNREACHABLE, "the cluster of " + cluster.directory() + " " + sentence);
        failure.initCause(cause);
        return failure;
    }

    private String ask(RemoteServer server, String request) throws NotAsked, CommandFailure {
        HttpsURLConnection connection = connect(server, request);
        try {
            try (OutputStream body = connection.getOutputStream()) {
                body.write(request.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String answer = stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                if (status == UNAVAILABLE) {
                    throw new NotAsked("is not available (" + sentence(answer) + ")");
                }
                if (status != 200) {
                    throw new CommandFailure(server + " answers " + status + ": " + sentence(answer));
                }
                return answer;
            }
        } catch (SocketTimeoutException late) {
            throw lost(server, "has not answered within " + patience.toSeconds() + " s", late);
        } catch (IOException broken) {
            throw lost(server, "broke off: " + broken.getMessage(), broken);
        } finally {
            connection.disconnect();
        }
    }

    private static CommandFailure lost(RemoteServer server, String what, IOException cause) {
        CommandFailure failure = new CommandFailure(
                ExitCode.UNREACHABLE,
                server + " " + what
                        + "; whether it was done is not known: look with 'orion status' or 'orion history'");
        failure.initCause(cause);
        return failure;
    }

    /// Nothing has been asked as long as this has not come back.
    private HttpsURLConnection connect(RemoteServer server, String request) throws NotAsked {
        AtomicBoolean isAnother = new AtomicBoolean();
        try {
            HttpsURLConnection connection = (HttpsURLConnection) URI.create("https://" + server.place() + "/api/v1/ask")
                    .toURL()
                    .openConnection(Proxy.NO_PROXY);
            connection.setSSLSocketFactory(sockets);
            connection.setHostnameVerifier((_, session) -> {
                isAnother.set(!isMeant(server, session));
                return !isAnother.get();
            });
            connection.setConnectTimeout((int) CONNECTING.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Authorization", "Bearer " + cluster.token());
            connection.setRequestProperty("Content-Type", "application/json");
            // Of a length that is known, nothing is ever sent a second time behind our back.
            connection.setFixedLengthStreamingMode(request.getBytes(StandardCharsets.UTF_8).length);
            connection.connect();
            return connection;
        } catch (UnknownHostException unknown) {
            throw new NotAsked("has a name that nobody knows", unknown);
        } catch (SSLException refused) {
            throw new NotAsked(
                    "does not prove that it is a node of this cluster (" + refused.getMessage() + ")", refused);
        } catch (IOException unreachable) {
            throw new NotAsked(
                    isAnother.get() ? "is another node" : "does not answer (" + unreachable.getMessage() + ")",
                    unreachable);
        }
    }

    /// The node of that name, under whatever address; or any one of the cluster.
    private static boolean isMeant(RemoteServer server, SSLSession session) {
        if (server.node().isEmpty()) {
            return true;
        }
        try {
            X509Certificate shown = (X509Certificate) session.getPeerCertificates()[0];
            return Stream.concat(
                            Stream.of(shown.getSubjectX500Principal().getName())
                                    .map(name -> name.replaceFirst("^CN=", "")),
                            Optional.ofNullable(shown.getSubjectAlternativeNames()).stream()
                                    .flatMap(Collection::stream)
                                    .map(name -> String.valueOf(name.get(1))))
                    .anyMatch(server.node().get()::equals);
        } catch (SSLPeerUnverifiedException | CertificateParsingException broken) {
            return false;
        }
    }

    private static String sentence(String answer) {
        try {
            return Jsonb.builder()
                    .build()
                    .type(ErrorData.class)
                    .fromJson(answer)
                    .error();
        } catch (JsonException | NullPointerException foreign) {
            return "what is not understood; is it a node of a cluster, of the same release?";
        }
    }
}
