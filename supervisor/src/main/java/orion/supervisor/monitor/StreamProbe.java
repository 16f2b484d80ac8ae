package orion.supervisor.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/// Looks for signs of life behind a TCP port: to accept is one, to answer as the protocol has it is another.
record StreamProbe(URI uri, Dialogue dialogue, Duration limit) implements Probe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 512;
    private static final int SHOWN_LETTERS = 60;

    StreamProbe(URI uri, Dialogue dialogue) {
        this(uri, dialogue, LIMIT);
    }

    @Override
    public String target() {
        return uri.toString();
    }

    @Override
    public Verdict look() {
        long begin = System.nanoTime();
        int port = uri.getPort() < 0 ? dialogue.port() : uri.getPort();
        try (Socket socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(uri.getHost(), port), (int) limit.toMillis());
            } catch (IOException nobody) {
                return Verdict.absent("nobody answers at " + uri + ": " + nobody.getMessage());
            }
            return talk(socket, port, begin);
        } catch (SocketTimeoutException silent) {
            return Verdict.useless(uri + " accepts connections and says nothing for " + limit.toSeconds() + " s");
        } catch (IOException broken) {
            return Verdict.useless(uri + " accepts connections and breaks them: " + broken.getMessage());
        }
    }

    private Verdict talk(Socket plain, int port, long begin) throws IOException {
        plain.setSoTimeout((int) limit.toMillis());
        Socket socket = plain;
        if (dialogue.secure()) {
            SSLSocket secure = (SSLSocket)
                    AnyCertificate.CONTEXT.getSocketFactory().createSocket(plain, uri.getHost(), port, false);
            secure.startHandshake();
            socket = secure;
        }
        String answer = "";
        if (!dialogue.greeting()) {
            say(socket);
        }
        if (dialogue.healthy().isPresent()) {
            answer = read(socket.getInputStream(), begin);
            if (!dialogue.healthy().get().matcher(answer).matches()) {
                return Verdict.useless(uri + " answers '" + firstLine(answer) + "'");
            }
        }
        if (dialogue.greeting()) {
            say(socket);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        return Verdict.useful("answers in " + millis + " ms");
    }

    private void say(Socket socket) throws IOException {
        socket.getOutputStream().write(dialogue.request().getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The beginning of the answer: its first line, or all where the service ends it earlier.
    private String read(InputStream in, long begin) throws IOException {
        byte[] buffer = new byte[MOST_BYTES];
        int length = 0;
        while (length < MOST_BYTES) {
            int more = in.read(buffer, length, MOST_BYTES - length);
            if (more < 0) {
                break;
            }
            length += more;
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            if (text.indexOf('\n') >= 0
                    || dialogue.healthy().get().matcher(text).matches()) {
                return text;
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new SocketTimeoutException();
            }
        }
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String firstLine(String answer) {
        String line = answer.lines().findFirst().orElse("").replaceAll("[^\\p{Print}]", "?");
        return line.length() > SHOWN_LETTERS ? line.substring(0, SHOWN_LETTERS) : line;
    }
}
