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
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import orion.core.configuration.Role;
import orion.node.access.Rights;
import orion.node.api.ErrorData;

/// The line to a cluster elsewhere: the API of one of its nodes, over HTTPS and with a token. Where a node
/// cannot be asked, the next one is; where it was asked and nothing came back, nobody else is, because it may
/// have been done.
final class RemoteLine implements DaemonLine {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    /// A node that is busy is asked again so often, a second apart.
    private static final int ATTEMPTS = 10;

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

    /// A node that was asked and has not answered.
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        Unanswered(String why, Exception cause) {
            super(why, cause);
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
            exchange("status", "{\"verb\":\"status\",\"words\":[]}");
            return true;
        } catch (CommandFailure nobody) {
            return false;
        }
    }

    @Override
    public String exchange(String verb, String request) throws CommandFailure {
        boolean changesNothing = Rights.neededFor(verb).equals(Optional.of(Role.VIEWER));
        List<String> why = new ArrayList<>();
        for (RemoteServer server : cluster.servers()) {
            try {
                return ask(server, request);
            } catch (NotAsked next) {
                why.add(server + " " + next.getMessage());
            } catch (Unanswered lost) {
                if (!changesNothing) {
                    throw failure(server, lost);
                }
                why.add(server + " " + lost.getMessage());
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

    private String ask(RemoteServer server, String request) throws NotAsked, Unanswered, CommandFailure {
        for (int attempt = 1; ; attempt++) {
            Answer answer = once(server, request);
            switch (answer.status()) {
                case OK -> {
                    return answer.text();
                }
                case UNAVAILABLE -> throw new NotAsked("is not available (" + sentence(answer.text()) + ")");
                case UNAUTHORIZED ->
                    throw new CommandFailure("the token in " + cluster.directory()
                            + " is not one of this cluster, or no longer (" + server
                            + " says so); make one with 'orion access add', then run 'orion remote' again");
                case TOO_MANY -> pause(server, answer, attempt);
                default ->
                    throw new CommandFailure(server + " answers " + answer.status() + ": " + sentence(answer.text()));
            }
        }
    }

    /// Nothing was done; soon the node may have room for it.
    private static void pause(RemoteServer server, Answer answer, int attempt) throws CommandFailure {
        if (attempt == ATTEMPTS) {
            throw new CommandFailure(ExitCode.UNREACHABLE, server + " is busy: " + sentence(answer.text()));
        }
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("waiting was interrupted; nothing was done", stop);
        }
    }

    /// What came back.
    private record Answer(int status, String text) {}

    private Answer once(RemoteServer server, String request) throws NotAsked, Unanswered {
        HttpsURLConnection connection = connect(server, request);
        try {
            try (OutputStream body = connection.getOutputStream()) {
                body.write(request.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String answer = stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(status, answer);
            }
        } catch (SocketTimeoutException late) {
            throw new Unanswered("has not answered within " + patience.toSeconds() + " s", late);
        } catch (IOException broken) {
            throw new Unanswered("broke off: " + broken.getMessage(), broken);
        } finally {
            connection.disconnect();
        }
    }

    private static CommandFailure failure(RemoteServer server, Unanswered lost) {
        CommandFailure failure = new CommandFailure(
                ExitCode.UNREACHABLE,
                server + " " + lost.getMessage()
                        + "; whether it was done is not known: look with 'orion status' or 'orion history'");
        failure.initCause(lost);
        return failure;
    }

    /// Nothing has been asked as long as this has not come back.
    private HttpsURLConnection connect(RemoteServer server, String request) throws NotAsked {
        try {
            HttpsURLConnection connection = (HttpsURLConnection) URI.create("https://" + server.place() + "/api/v1/ask")
                    .toURL()
                    .openConnection(Proxy.NO_PROXY);
            connection.setSSLSocketFactory(sockets);
            // Addresses of nodes play no part, so the name is looked at below, before anything is said. The library
            // would
            // ask a verifier only where the certificate has another name than the host, which may be that of a node.
            connection.setHostnameVerifier((_, _) -> true);
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
            if (!isMeant(server, connection.getServerCertificates()[0])) {
                connection.disconnect();
                throw new NotAsked("is another node");
            }
            return connection;
        } catch (UnknownHostException unknown) {
            throw new NotAsked("has a name that nobody knows", unknown);
        } catch (SSLException refused) {
            throw new NotAsked(
                    "does not prove that it is a node of this cluster (" + refused.getMessage() + ")", refused);
        } catch (IOException unreachable) {
            throw new NotAsked("does not answer (" + unreachable.getMessage() + ")", unreachable);
        }
    }

    /// The node of that name, under whatever address; or any one of the cluster.
    private static boolean isMeant(RemoteServer server, Certificate shown) {
        if (server.node().isEmpty()) {
            return true;
        }
        try {
            return shown instanceof X509Certificate certificate
                    && Stream.concat(
                                    Stream.of(certificate
                                                    .getSubjectX500Principal()
                                                    .getName())
                                            .map(name -> name.replaceFirst("^CN=", "")),
                                    Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                                            .flatMap(Collection::stream)
                                            .map(name -> String.valueOf(name.get(1))))
                            .anyMatch(server.node().get()::equals);
        } catch (CertificateParsingException broken) {
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
