package orion.cli;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.EventData;
import orion.node.api.StatusData;
import orion.node.api.StatusData.BoardData;
import orion.node.api.StatusData.DiskData;
import orion.node.api.StatusData.NodeData;
import orion.node.api.StatusData.ResourceData;

/// Speaks as the daemon does, over a real socket, and remembers what it was asked. What it answers is the
/// test's business.
final class StandInDaemon implements AutoCloseable {
    private static final Jsonb JSON = Jsonb.builder().build();
    private static final JsonType<ControlRequest> REQUEST = JSON.type(ControlRequest.class);
    private static final JsonType<ControlReply> REPLY = JSON.type(ControlReply.class);

    private final ServerSocketChannel listener;
    private final Function<ControlRequest, String> answers;
    private final List<ControlRequest> asked = new ArrayList<>();

    private StandInDaemon(ServerSocketChannel listener, Function<ControlRequest, String> answers) {
        this.listener = listener;
        this.answers = answers;
    }

    /// Listens in the directory.
    static StandInDaemon in(Path directory, Function<ControlRequest, ControlReply> answers) throws IOException {
        return raw(directory, request -> REPLY.toJson(answers.apply(request)) + "\n");
    }

    /// Listens and answers with any text; an empty one means that it hangs up.
    static StandInDaemon raw(Path directory, Function<ControlRequest, String> answers) throws IOException {
        Path socket = directory.resolve("orion.sock");
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        StandInDaemon daemon = new StandInDaemon(listener, answers);
        Thread.ofPlatform().daemon().start(daemon::serve);
        return daemon;
    }

    private void serve() {
        while (true) {
            try (SocketChannel caller = listener.accept()) {
                String line = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8)).readLine();
                if (line != null) {
                    ControlRequest request = REQUEST.fromJson(line);
                    synchronized (this) {
                        asked.add(request);
                    }
                    caller.write(ByteBuffer.wrap(answers.apply(request).getBytes(StandardCharsets.UTF_8)));
                }
            } catch (ClosedChannelException over) {
                return;
            } catch (IOException lost) {
                // A caller hung up.
            }
        }
    }

    /// Every request so far, apart from those for the status.
    synchronized List<ControlRequest> orders() {
        return asked.stream()
                .filter(request -> !request.verb().equals("status"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /// A cluster of three nodes, two of them up, with these resources.
    static StatusData status(ResourceData... resources) {
        return new StatusData(
                "mail",
                "node2",
                "is a member",
                true,
                1,
                1,
                7,
                "node3",
                true,
                2,
                812,
                1_500,
                200,
                "/dev/watchdog (a board)",
                600,
                List.of("no watchdog: start the daemon with --watchdog"),
                List.of(),
                Optional.empty(),
                board(true),
                nodes(),
                List.of(resources));
    }

    private static List<NodeData> nodes() {
        return List.of(
                new NodeData(
                        1,
                        "node1",
                        "10.0.0.1:7023",
                        false,
                        false,
                        false,
                        99_000,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        99_000,
                        ""),
                new NodeData(
                        2,
                        "node2",
                        "10.0.0.2:7023",
                        true,
                        false,
                        false,
                        -1,
                        Optional.of(true),
                        Optional.of(3),
                        Optional.of("for a reason not known"),
                        Optional.of(4),
                        -1,
                        ""),
                new NodeData(
                        3,
                        "node3",
                        "10.0.0.3:7023",
                        true,
                        true,
                        false,
                        120,
                        Optional.of(true),
                        Optional.of(700),
                        Optional.of("garbage collection"),
                        Optional.of(6),
                        2_000,
                        ""));
    }

    /// What a node shows that has left.
    static StatusData left(String standing) {
        BoardData board = board(false);
        return new StatusData(
                "mail",
                "node2",
                standing,
                false,
                0,
                1,
                7,
                "",
                false,
                2,
                0,
                1_500,
                200,
                "none",
                0,
                List.of(),
                List.of(),
                Optional.empty(),
                board,
                List.of(),
                List.of());
    }

    /// A resource in some state.
    static ResourceData resource(String name, String state, String node, int lives, String reason) {
        return new ResourceData(
                name, state, node, lives, true, "", List.of("node2", "node3"), reason, List.of(), false, "", "", "");
    }

    /// An answer with a status.
    static ControlReply seen(StatusData status) {
        return new ControlReply(true, "", Optional.of(status), List.of());
    }

    /// An answer with events.
    static ControlReply told(EventData... events) {
        return new ControlReply(true, "", Optional.empty(), List.of(events));
    }

    private static BoardData board(boolean works) {
        return new BoardData(
                works, 1, List.of(new DiskData("/dev/board", works, "", List.of(), 1_234, 400, 1_200, 8_765)));
    }
}
