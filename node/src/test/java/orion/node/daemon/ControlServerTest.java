package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.ControlReply;

/// The command socket: who may open it, what it answers to sense and to nonsense.
final class ControlServerTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void itAnswersEachLineWithALine() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, request -> ControlReply.done("heard " + request.verb()))) {
            assertThat(ask("{\"verb\":\"status\",\"words\":[]}"))
                    .contains("\"done\":true")
                    .contains("heard status");
        }
    }

    @Test
    void nonsenseIsRefusedInASentenceAndTheDaemonGoesOn() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, request -> ControlReply.done(request.verb()))) {
            assertThat(ask("{\"verb\":")).contains("\"done\":false").contains("not understood");
            assertThat(ask("[]")).contains("\"done\":false");
            assertThat(ask("{\"verb\":\"view\",\"words\":[]}")).contains("\"done\":true");
        }
    }

    @Test
    void nobodyButTheOwnerMayOpenIt() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, request -> ControlReply.done(request.verb()))) {
            Path socket = folder.resolve(ControlServer.SOCKET);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve(ControlServer.SOCKET)).doesNotExist();
    }

    @Test
    void aPathTooLongForASocketIsExplained() {
        Path deep = folder.resolve("a".repeat(120));
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> ControlServer.start(deep, request -> ControlReply.done(request.verb())))
                .withMessageContaining("too long")
                .withMessageContaining("shorter path");
    }

    private String ask(String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve(ControlServer.SOCKET)));
            channel.write(java.nio.ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
        }
    }
}
