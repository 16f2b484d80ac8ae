package orion.node.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import orion.node.access.Caller;
import orion.node.access.Desk;
import orion.node.api.ControlReply;

/// Listens on `orion.sock` in the node's directory: one JSON line in, one JSON line out, as often as the
/// caller likes. Callers do not wait for one another; where there are too many, the one that has been silent
/// longest, or does not read its answer, has to go. The directory is closed to everybody but the owner, and
/// so is the socket: whoever may open it administers the cluster.
final class ControlServer implements AutoCloseable {
    /// The socket's name in the node's directory.
    static final String SOCKET = "orion.sock";

    private static final int MOST_CALLERS = 64;
    private static final int LONGEST_LINE = 2 << 20;
    private static final int LONGEST_SOCKET_PATH = 100;

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Desk desk;
    private final ControlFormat format = new ControlFormat();
    private final Set<SocketChannel> silent = new LinkedHashSet<>();
    private final Set<SocketChannel> atDesk = new LinkedHashSet<>();

    private ControlServer(ServerSocketChannel listener, Path socket, Desk desk) {
        this.listener = listener;
        this.socket = socket;
        this.desk = desk;
    }

    static ControlServer start(Path directory, Desk desk) throws SetupException {
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
                if (admit(caller)) {
                    Thread.ofVirtual().name("caller").start(() -> serve(caller));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.getLogger("orion").log(System.Logger.Level.WARNING, "a caller was lost: {0}", e.getMessage());
            }
        }
    }

    private synchronized boolean admit(SocketChannel caller) throws IOException {
        if (silent.size() + atDesk.size() >= MOST_CALLERS) {
            Iterator<SocketChannel> longestSilent = silent.iterator();
            if (!longestSilent.hasNext()) {
                try (caller) {
                    String refusal = "this node is busy with " + MOST_CALLERS + " other requests; try again";
                    caller.write(ByteBuffer.wrap(line(ControlReply.refused(refusal))));
                }
                return false;
            }
            longestSilent.next().close();
            longestSilent.remove();
        }
        return silent.add(caller);
    }

    /// Notes that a caller is being answered.
    ///
    /// @return false where it has had to go
    private synchronized boolean stepToDesk(SocketChannel caller) {
        return silent.remove(caller) && atDesk.add(caller);
    }

    private synchronized void stepBack(SocketChannel caller) {
        atDesk.remove(caller);
        silent.add(caller);
    }

    private synchronized void forget(SocketChannel caller) {
        silent.remove(caller);
        atDesk.remove(caller);
    }

    private void serve(SocketChannel caller) {
        try (caller;
                BufferedReader in = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
                OutputStream out = Channels.newOutputStream(caller)) {
            Caller user = Caller.ofThisHost(user(caller));
            Optional<String> request = readLine(in);
            while (request.isPresent() && stepToDesk(caller)) {
                boolean whole = request.get().length() < LONGEST_LINE;
                ControlReply reply = whole
                        ? answer(request.get(), user)
                        : ControlReply.refused("the request is longer than " + LONGEST_LINE + " characters");
                stepBack(caller);
                out.write(line(reply));
                out.flush();
                request = whole ? readLine(in) : Optional.empty();
            }
        } catch (IOException e) {
            System.getLogger("orion").log(System.Logger.Level.DEBUG, "a caller hung up: {0}", e.getMessage());
        } finally {
            forget(caller);
        }
    }

    /// Who is at the other end, as the kernel knows it.
    private static String user(SocketChannel caller) throws IOException {
        return caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    private byte[] line(ControlReply reply) {
        return (format.line(reply) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// The next line, cut where it is longer than anything sensible; none at the end, which an empty line is too.
    private static Optional<String> readLine(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_LINE; c = in.read()) {
            line.append((char) c);
        }
        return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
    }

    private ControlReply answer(String line, Caller user) {
        try {
            return desk.answer(format.request(line), user);
        } catch (IllegalArgumentException e) {
            return ControlReply.refused(SetupException.reason(e));
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
