package orion.cli;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orion.cli.demo.DemoCommand;
import orion.node.daemon.NodeSettings;

/// The line to the daemon of a directory on this host: its unix socket, which lets in whoever may open it.
///
/// @param directory of the daemon
/// @param socket    its file
/// @param patience  how long an answer is waited for
record SocketLine(Path directory, Path socket, Duration patience) implements DaemonLine {
    @Override
    public boolean answers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            return false;
        }
    }

    @Override
    public String exchange(String verb, String request) throws CommandFailure {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            CountDownLatch answered = hangUpLater(channel);
            try {
                return exchange(channel, request + "\n");
            } finally {
                answered.countDown();
            }
        } catch (AsynchronousCloseException late) {
            throw failure("did not answer within " + patience.toSeconds() + " s; look at its output", late);
        } catch (IOException failure) {
            throw explained(failure);
        }
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

    private CommandFailure explained(IOException cause) {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return failure("may not be asked by this user; ask as the user who runs it, usually root", cause);
        }
        if (!Files.isReadable(directory) && Files.exists(directory)) {
            return failure("may not be asked by this user; ask as the user who runs it, usually root", cause);
        }
        if (!NodeSettings.present(directory)) {
            CommandFailure nobody = CommandFailure.noNode(directory);
            nobody.initCause(cause);
            return nobody;
        }
        String start = DemoCommand.howToStart(directory).orElse("start it with 'orion node --dir " + directory + "'");
        return failure("does not answer; " + start, cause);
    }

    @Override
    public CommandFailure failure(String sentence, Exception cause) {
        CommandFailure failure =
                new CommandFailure(ExitCode.UNREACHABLE, "the daemon of " + directory + " " + sentence);
        failure.initCause(cause);
        return failure;
    }
}
