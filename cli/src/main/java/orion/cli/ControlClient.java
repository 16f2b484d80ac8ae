package orion.cli;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.StatusData;

/// Asks the daemon that a directory stands for: the one of the node in it, or one elsewhere.
public final class ControlClient {
    /// Name of the daemon's socket in the node's directory.
    public static final String SOCKET = "orion.sock";
    /// The daemon itself gives up after 40 s and says so.
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

    private static final Jsonb JSON = Jsonb.builder().build();
    private static final JsonType<ControlRequest> REQUEST = JSON.type(ControlRequest.class);
    private static final JsonType<ControlReply> REPLY = JSON.type(ControlReply.class);

    /// Who became this user, where somebody did.
    private static final Optional<String> REMARK =
            Optional.ofNullable(System.getenv("SUDO_USER")).map(user -> "for " + user);

    private final Path directory;
    private final DaemonLine line;

    private ControlClient(Path directory, DaemonLine line) {
        this.directory = directory;
        this.line = line;
    }

    /// A client of the daemon of the node in this directory.
    public static ControlClient of(Path directory) {
        return of(directory, SOCKET, USUAL_PATIENCE);
    }

    /// A client of a cluster elsewhere.
    ///
    /// @throws IOException where nobody there could be believed
    static ControlClient of(RemoteCluster cluster) throws IOException {
        return new ControlClient(cluster.directory(), new RemoteLine(cluster, USUAL_PATIENCE));
    }

    /// A client of whoever listens on a socket in this directory.
    ///
    /// @param patience how long an answer is waited for
    public static ControlClient of(Path directory, String socket, Duration patience) {
        return new ControlClient(directory, new SocketLine(directory, directory.resolve(socket), patience));
    }

    /// The directory of the daemon.
    public Path directory() {
        return directory;
    }

    /// Whether the daemon is one elsewhere, and now one, now another.
    boolean isElsewhere() {
        return line instanceof RemoteLine;
    }

    /// Whether a daemon listens.
    public boolean answers() {
        return line.answers();
    }

    /// Asks, and gives back the answer whether it is yes or no.
    ///
    /// @throws CommandFailure where no daemon answers
    public ControlReply ask(String verb, List<String> words) throws CommandFailure {
        String answer = line.exchange(verb, REQUEST.toJson(new ControlRequest(verb, words, REMARK)));
        try {
            return REPLY.fromJson(answer);
        } catch (JsonException foreign) {
            throw line.failure("gave an answer that is not understood; is it of another version", foreign);
        }
    }

    /// Asks, and takes no for a failure.
    public ControlReply require(String verb, List<String> words) throws CommandFailure {
        ControlReply reply = ask(verb, words);
        if (!reply.done()) {
            throw new CommandFailure(reply.text());
        }
        return reply;
    }

    /// What the daemon sees.
    public StatusData status() throws CommandFailure {
        return require("status", List.of())
                .status()
                .orElseThrow(() -> new CommandFailure("the daemon of " + directory + " sent no status"));
    }

    /// What the daemon sees, or what it still knows where its node has left the cluster.
    StatusData statusEvenOutside() throws CommandFailure {
        ControlReply reply = ask("status", List.of());
        return reply.status().orElseThrow(() -> new CommandFailure(reply.text()));
    }
}
