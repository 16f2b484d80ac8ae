package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import orion.supervisor.configuration.ServerKey;

/// A service with TLS of which a test says how it answers each question, on each connection.
final class KeepingServer implements AutoCloseable {
    /// What it says where all is well, and that it leaves the connection open.
    static final String WELL = answer("200 OK", "well");
    /// It says nothing, and does not end the connection.
    static final String SILENCE = "";
    /// It ends the connection without a word.
    static final String END = "END";

    /// Both count from 1.
    interface Manner {
        /// Whoever wants the connection to stay open gets an answer without end.
        Manner ENDLESS =
                (_, _) -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\nwell";

        String answer(int connection, int question);
    }

    private final SSLServerSocket listening;
    private final Thread accepting;
    private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
    /// All that it was asked, in order.
    final List<String> questions = new CopyOnWriteArrayList<>();
    /// The connections whose handshake was over.
    final List<Integer> connections = new CopyOnWriteArrayList<>();

    /// @param name of a key in the folder, and of its certificate
    KeepingServer(Path folder, String name, int port, Manner manner) throws Exception {
        listening = (SSLServerSocket)
                new ServerKey(folder.resolve(name + ".key"), folder.resolve(name + ".crt"), "", "the test")
                        .context("TLS")
                        .getServerSocketFactory()
                        .createServerSocket(port, 5, InetAddress.getLoopbackAddress());
        accepting = Thread.ofPlatform().daemon().start(() -> accept(manner));
    }

    /// A key and a certificate for this address.
    static void makeKey(Path folder, String name) throws Exception {
        Process openssl = new ProcessBuilder(
                        "sh",
                        "-c",
                        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=%1$s"
                                        .formatted(name)
                                + " -addext subjectAltName=IP:127.0.0.1 -keyout %1$s.key -out %1$s.crt".formatted(name))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
    }

    static String answer(String status, String body) {
        return "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: keep-alive\r\n\r\n%s"
                .formatted(status, body.length(), body);
    }

    URI uri() throws Exception {
        return new URI("https://127.0.0.1:" + port() + "/");
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept(Manner manner) {
        int connection = 0;
        while (!listening.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listening.accept();
                open.add(socket);
                int number = ++connection;
                Thread.ofVirtual().start(() -> serve(socket, number, manner));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket, int connection, Manner manner) {
        try (socket) {
            socket.startHandshake();
            connections.add(connection);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String asked = question(in);
            for (int question = 1; !asked.isEmpty(); question++) {
                questions.add(asked);
                String answer = manner.answer(connection, question);
                if (answer.equals(END)) {
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                boolean stays = answer.isEmpty() || (answer.contains("keep-alive") && asked.contains("keep-alive"));
                if (!stays) {
                    return;
                }
                asked = question(in);
            }
        } catch (IOException over) {
            return;
        } finally {
            open.remove(socket);
        }
    }

    /// Up to its empty line; empty where nobody asks any more.
    private static String question(BufferedReader in) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    /// How many connections have been ended neither here nor there.
    int open() {
        return open.size();
    }

    /// On every connection.
    void sayUnasked(String words) throws IOException {
        for (SSLSocket socket : open) {
            socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// Nobody new is let in.
    void closeTheDoor() throws IOException {
        listening.close();
        try {
            // Before that the kernel may still let somebody in.
            accepting.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closeTheDoor();
        for (SSLSocket socket : open) {
            socket.close();
        }
    }
}
