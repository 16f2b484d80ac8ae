package orion.cli;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orion.cli.demo.DemoCommand;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.StatusData;
import orion.node.daemon.NodeSettings;

/// Talks to the daemon of one directory: a line of JSON there, a line of JSON back, over its unix socket.
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
    private final Path socket;
    private final Duration patience;

    private ControlClient(Path directory, Path socket, Duration patience) {
        this.directory = directory;
        this.socket = socket;
        this.patience = patience;
    }

    /// A client of the daemon of this directory.
    public static ControlClient of(Path directory) {
        return of(directory, SOCKET, USUAL_PATIENCE);
    }

    /// A client of whoever listens on a socket in this directory.
    ///
    /// @param patience how long an answer is waited for
    public static ControlClient of(Path directory, String socket, Duration patience) {
        return new ControlClient(directory, directory.resolve(socket), patience);
    }

    /// The directory of the daemon.
    public Path directory() {
        return directory;
    }

    /// Whether a daemon listens.
    public boolean answers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            return false;
        }
    }

    /// Asks, and gives back the answer whether it is yes or no.
    ///
    /// @throws CommandFailure where no daemon answers
    public ControlReply ask(String verb, List<String> words) throws CommandFailure {
        String line = REQUEST.toJson(new ControlRequest(verb, words, REMARK)) + "\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            CountDownLatch answered = hangUpLater(channel);
            try {
                return REPLY.fromJson(exchange(channel, line));
            } finally {
                answered.countDown();
            }
        } catch (AsynchronousCloseException late) {
            throw unreachable("did not answer within " + patience.toSeconds() + " s; look at its output", late);
        } catch (JsonException foreign) {
            throw unreachable("gave an answer that is not understood; is it of another version", foreign);
        } catch (IOException failure) {
            throw explained(failure);
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

    private String exchange(SocketChannel channel, String line) throws IOException, CommandFailure {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        String answer = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
        if (answer == null) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "the daemon of " + directory + " ended before it answered");
        }
        return answer;
    }

    /// A socket of this kind knows no time-out of its own.
    private CountDownLatch hangUpLater(SocketChannel channel) {
        CountDownLatch answered = new CountDownLatch(1);
        Thread.ofVirtual().name("patience").start(() -> {
            try {
                if (!answered.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    channel.close();
                }
            } catch (InterruptedException | IOException over) {
                Thread.currentThread().interrupt();
            }
        });
        return answered;
    }

    private CommandFailure explained(IOException failure) {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return unreachable("may not be asked by this user; ask as the user who runs it, usually root", failure);
        }
        if (!Files.isReadable(directory) && Files.exists(directory)) {
            return unreachable("may not be asked by this user; ask as the user who runs it, usually root", failure);
        }
        if (!NodeSettings.present(directory)) {
            CommandFailure nobody = CommandFailure.noNode(directory);
            nobody.initCause(failure);
            return nobody;
        }
        String start = DemoCommand.howToStart(directory).orElse("start it with 'orion node --dir " + directory + "'");
        return unreachable("does not answer; " + start, failure);
    }

    private CommandFailure unreachable(String sentence, Exception cause) {
        CommandFailure failure =
                new CommandFailure(ExitCode.UNREACHABLE, "the daemon of " + directory + " " + sentence);
        failure.initCause(cause);
        return failure;
    }
}
