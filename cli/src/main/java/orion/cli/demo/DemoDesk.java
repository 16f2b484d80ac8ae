package orion.cli.demo;

import io.avaje.json.JsonException;
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
import java.util.function.Function;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Takes commands for a running demonstration from other shells, over a socket in its directory.
final class DemoDesk implements AutoCloseable {
    static final String SOCKET = "demo.sock";

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Function<ControlRequest, ControlReply> answers;
    private final JsonType<ControlRequest> requests;
    private final JsonType<ControlReply> replies;

    private DemoDesk(ServerSocketChannel listener, Path socket, Function<ControlRequest, ControlReply> answers) {
        this.listener = listener;
        this.socket = socket;
        this.answers = answers;
        Jsonb json = Jsonb.builder().build();
        this.requests = json.type(ControlRequest.class);
        this.replies = json.type(ControlReply.class);
    }

    /// Opens the socket.
    static DemoDesk open(Path directory, Function<ControlRequest, ControlReply> answers) throws IOException {
        Path socket = directory.resolve(SOCKET);
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        DemoDesk desk = new DemoDesk(listener, socket, answers);
        Thread.ofPlatform().daemon().name("desk").start(desk::serve);
        return desk;
    }

    private void serve() {
        while (true) {
            try (SocketChannel caller = listener.accept()) {
                String line = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8)).readLine();
                if (line != null) {
                    String reply = replies.toJson(answers.apply(requests.fromJson(line))) + "\n";
                    ByteBuffer bytes = ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        caller.write(bytes);
                    }
                }
            } catch (ClosedChannelException over) {
                return;
            } catch (IOException | JsonException lost) {
                // The caller hung up or sent what nobody understands; the next one may do better.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }
}
