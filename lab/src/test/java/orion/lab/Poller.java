package orion.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program for the client host: asks for the page every 10 ms, whether or not earlier questions were answered, and
/// notes each as a line `sent host` or `sent -`, with the time in nanoseconds of the monotonic clock.
final class Poller {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int PATIENCE_MILLIS = 500;
    private static final Pattern SERVED_BY = Pattern.compile("\r\nServed-By: (\\S+)\r\n");

    private final InetSocketAddress service;
    private final OutputStream log;

    /// Name of the log among the files outside the simulated world.
    static final String LOG = "answers";

    private Poller(InetSocketAddress service, OutputStream log) {
        this.service = service;
        this.log = log;
    }

    /// The mark of the program on its host.
    static final String MARK = "poller";

    /// Starts a poller on a host.
    static void startOn(Host host, String address) {
        host.start(
                MARK,
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                Lab.REPOSITORY.resolve("lab/target/test-classes").toString(),
                Poller.class.getName(),
                address,
                "/run/lab/shared/" + LOG);
    }

    /// Polls until it is ended.
    ///
    /// @param arguments address of the service and the file to append to
    public static void main(String[] arguments) throws IOException {
        try (OutputStream log = new FileOutputStream(arguments[1], true)) {
            Poller poller = new Poller(new InetSocketAddress(arguments[0], 80), log);
            for (long next = System.nanoTime(); ; next += STEP_NANOS) {
                long left = next - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(left);
                }
                Thread.ofVirtual().start(poller::ask);
            }
        }
    }

    private void ask() {
        long sent = System.nanoTime();
        String host = "-";
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(service, PATIENCE_MILLIS);
            socket.getOutputStream().write("GET /page HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            Matcher served = SERVED_BY.matcher(answer);
            if (answer.startsWith("HTTP/1.1 200") && answer.endsWith("\r\n\r\nintact\n") && served.find()) {
                host = served.group(1);
            }
        } catch (IOException unanswered) {
            host = "-";
        }
        note(sent + " " + host + "\n");
    }

    private synchronized void note(String line) {
        try {
            log.write(line.getBytes(ISO_8859_1));
        } catch (IOException fault) {
            throw new IllegalStateException("the poller cannot write its log", fault);
        }
    }
}
