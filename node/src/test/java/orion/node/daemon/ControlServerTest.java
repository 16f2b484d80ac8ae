package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.ControlReply;

/// The command socket: who may open it, what it answers to sense and to nonsense.
@Timeout(600)
final class ControlServerTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void itAnswersEachLineWithALine() throws Exception {
        try (ControlServer _ =
                ControlServer.start(folder, (request, _) -> ControlReply.done("heard " + request.verb()))) {
            assertThat(ask("{\"verb\":\"status\",\"words\":[]}"))
                    .contains("\"done\":true")
                    .contains("heard status");
        }
    }

    @Test
    void nonsenseIsRefusedInASentenceAndTheDaemonGoesOn() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, (request, _) -> ControlReply.done(request.verb()))) {
            assertThat(ask("{\"verb\":")).contains("\"done\":false").contains("not understood");
            assertThat(ask("[]")).contains("\"done\":false");
            assertThat(ask("{\"verb\":\"view\",\"words\":[]}")).contains("\"done\":true");
        }
    }

    @Test
    void nobodyButTheOwnerMayOpenIt() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, (request, _) -> ControlReply.done(request.verb()))) {
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
                .isThrownBy(() -> ControlServer.start(deep, (request, _) -> ControlReply.done(request.verb())))
                .withMessageContaining("too long")
                .withMessageContaining("shorter path");
    }

    @Test
    void aRequestThatLacksAWordIsRefusedInASentence() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, (request, _) -> {
            throw new IllegalArgumentException("the request lacks the resource");
        })) {
            assertThat(ask("{\"verb\":\"offline\",\"words\":[]}"))
                    .contains("\"text\":\"the request lacks the resource\"");
        }
    }

    @Test
    void aRequestWithoutEndIsRefusedAndHungUpOn() throws Exception {
        try (ControlServer _ = ControlServer.start(folder, (request, _) -> ControlReply.done(request.verb()));
                SocketChannel caller = connect()) {
            caller.write(ByteBuffer.wrap("x".repeat((2 << 20) + 1).getBytes(StandardCharsets.UTF_8)));
            BufferedReader answers = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
            assertThat(answers.readLine()).contains("the request is longer than 2097152 characters");
            assertThat(answers.readLine()).isNull();
        }
    }

    @Test
    void callersThatSayOrReadNothingNeverKeepOthersOut() throws Exception {
        List<SocketChannel> stalled = new ArrayList<>();
        try (ControlServer _ =
                ControlServer.start(folder, (request, _) -> ControlReply.done("long ".repeat(1 << 19)))) {
            for (int i = 0; i < 64; i++) {
                SocketChannel caller = connect();
                stalled.add(caller);
                if (i % 2 == 0) {
                    // Does not read its answer, which is longer than what the socket holds.
                    say(caller, "{\"verb\":\"status\",\"words\":[]}");
                }
            }
            for (int i = 0; i < 100; i++) {
                assertThat(ask("{\"verb\":\"status\",\"words\":[]}")).contains("\"done\":true");
            }
        } finally {
            for (SocketChannel caller : stalled) {
                caller.close();
            }
        }
    }

    @Test
    void whereAllAreBeingAnsweredTheNextIsToldSo() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch atDesk = new CountDownLatch(64);
        List<SocketChannel> callers = new ArrayList<>();
        try (ControlServer _ = ControlServer.start(folder, (request, _) -> {
            atDesk.countDown();
            awaitQuietly(answer);
            return ControlReply.done(request.verb());
        })) {
            for (int i = 0; i < 64; i++) {
                SocketChannel caller = connect();
                callers.add(caller);
                say(caller, "{\"verb\":\"status\",\"words\":[]}");
            }
            assertThat(atDesk.await(120, TimeUnit.SECONDS)).isTrue();

            try (SocketChannel next = connect()) {
                assertThat(answer(next)).contains("this node is busy with 64 other requests; try again");
            }

            answer.countDown();
            for (SocketChannel caller : callers) {
                assertThat(answer(caller)).contains("\"done\":true");
            }
            assertThat(ask("{\"verb\":\"view\",\"words\":[]}")).contains("\"done\":true");
        } finally {
            for (SocketChannel caller : callers) {
                caller.close();
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve(ControlServer.SOCKET)));
        return channel;
    }

    private static void say(SocketChannel caller, String line) throws IOException {
        caller.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static String answer(SocketChannel caller) throws IOException {
        return new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8)).readLine();
    }

    private String ask(String line) throws IOException {
        try (SocketChannel channel = connect()) {
            say(channel, line);
            return answer(channel);
        }
    }
}
