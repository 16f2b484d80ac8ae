package orion.node.daemon;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Listens on `orion.sock` in the node's directory: one JSON line in, one JSON line out, as often as the caller
/// likes. The directory is closed to everybody but the owner, and so is the socket: whoever may open it
/// administers the cluster.
final class ControlServer implements AutoCloseable {
    /// The socket's name in the node's directory.
    static final String SOCKET = "orion.sock";

    private static final int MOST_CALLERS = 64;
    private static final int LONGEST_LINE = 2 << 20;
    private static final int LONGEST_SOCKET_PATH = 100;

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Function<ControlRequest, ControlReply> desk;
    private final JsonType<ControlRequest> requests;
    private final JsonType<ControlReply> replies;
    private final Semaphore callers = new Semaphore(MOST_CALLERS);

    private ControlServer(ServerSocketChannel listener, Path socket, Function<ControlRequest, ControlReply> desk) {
        this.listener = listener;
        this.socket = socket;
        this.desk = desk;
        Jsonb json = Jsonb.builder().build();
        this.requests = json.type(ControlRequest.class);
        this.replies = json.type(ControlReply.class);
    }

    static ControlServer start(Path directory, Function<ControlRequest, ControlReply> desk) throws SetupException {
        Path socket = directory.toAbsolutePath().resolve(SOCKET);
        if (socket.toString().length() > LONGEST_SOCKET_PATH) {
            throw new SetupException("the path " + socket + " is too long for a socket (" + LONGEST_SOCKET_PATH
                    + " characters at most); use a directory with a shorter path");
        }
        try {
            refuseLiveSocket(directory, socket);
            Files.deleteIfExists(socket);
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            ControlServer server = new ControlServer(listener, socket, desk);
            Thread.ofVirtual().name("control").start(server::acceptAll);
            return server;
        } catch (IOException e) {
            throw new SetupException("the command socket " + socket + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /// A socket that answers belongs to a daemon that runs; taking it away would make that one deaf.
    private static void refuseLiveSocket(Path directory, Path socket) throws SetupException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (Files.exists(socket) && probe.connect(UnixDomainSocketAddress.of(socket))) {
                throw new SetupException("a daemon already runs for " + directory + "; stop it first");
            }
        } catch (IOException e) {
            System.getLogger("orion").log(System.Logger.Level.DEBUG, "{0} answers nobody", socket);
        }
    }

    private void acceptAll() {
        while (listener.isOpen()) {
            try {
                SocketChannel caller = listener.accept();
                callers.acquire();
                Thread.ofVirtual().name("caller").start(() -> serve(caller));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.getLogger("orion").log(System.Logger.Level.WARNING, "a caller was lost: {0}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller;
                BufferedReader in = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
                OutputStream out = Channels.newOutputStream(caller)) {
            for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
                out.write((replies.toJson(answer(line)) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            System.getLogger("orion").log(System.Logger.Level.DEBUG, "a caller hung up: {0}", e.getMessage());
        } finally {
            callers.release();
        }
    }

    /// The next line, empty at the end or where it is longer than anything sensible.
    private static String readLine(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() >= LONGEST_LINE) {
                return "";
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private ControlReply answer(String line) {
        try {
            return desk.apply(requests.fromJson(line));
        } catch (JsonException e) {
            return ControlReply.refused("the request is not understood: " + e.getMessage());
        } catch (RuntimeException e) {
            return ControlReply.refused("the request failed: " + e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            System.getLogger("orion").log(System.Logger.Level.WARNING, "{0} not removed: {1}", socket, e.getMessage());
        }
    }
}
