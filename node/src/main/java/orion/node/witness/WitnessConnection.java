package orion.node.witness;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import orion.node.network.SocketDeadline;

/// One connection to a witness. After a failure it is closed and of no more use: nobody knows what of a question has
/// arrived.
final class WitnessConnection implements AutoCloseable {
    private final Socket socket;
    private final Supplier<Duration> patience;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final long size;
    private final int sectorSize;

    private WitnessConnection(Socket socket, SSLSocket tls, Supplier<Duration> patience) throws IOException {
        this.socket = socket;
        this.patience = patience;
        this.in = new DataInputStream(new BufferedInputStream(tls.getInputStream(), 1 << 15));
        this.out = new DataOutputStream(new BufferedOutputStream(tls.getOutputStream(), 1 << 15));
        this.size = in.readLong();
        this.sectorSize = in.readInt();
    }

    /// Connects, makes sure that this is the witness of the word, and only then shows the secret.
    ///
    /// @param patience how long a connection, or a question and its whole answer, may take
    static WitnessConnection open(WitnessWord word, Supplier<Duration> patience) throws IOException {
        Duration limit = patience.get();
        // Closing this one never waits, as closing a TLS connection may when its other side has gone silent.
        Socket socket = new Socket();
        boolean done = false;
        try (SocketDeadline _ = new SocketDeadline(socket, limit)) {
            socket.setTcpNoDelay(true);
            InetAddress host = InetAddress.ofLiteral(word.address().host());
            socket.connect(new InetSocketAddress(host, word.address().port()), (int) limit.toMillis());
            SSLSocket tls = (SSLSocket) context(word)
                    .getSocketFactory()
                    .createSocket(socket, word.address().host(), word.address().port(), true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            tls.startHandshake();
            DataOutputStream first = new DataOutputStream(new BufferedOutputStream(tls.getOutputStream()));
            WitnessFormat.writeFirst(first, word);
            first.flush();
            WitnessFormat.readDone(new DataInputStream(tls.getInputStream()));
            WitnessConnection connection = new WitnessConnection(socket, tls, patience);
            done = true;
            return connection;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    private static SSLContext context(WitnessWord word) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new PinnedKey(word.fingerprint())}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has TLS 1.3", impossible);
        }
    }

    long size() {
        return size;
    }

    int sectorSize() {
        return sectorSize;
    }

    void read(long offset, MemorySegment buffer, long start, int length) throws IOException {
        ask(() -> {
            WitnessFormat.writeQuestion(out, WitnessFormat.READ, offset, length);
            out.flush();
            WitnessFormat.readDone(in);
            WitnessFormat.readContent(in, buffer, start, length);
        });
    }

    void write(long offset, MemorySegment buffer, long start, int length) throws IOException {
        ask(() -> {
            WitnessFormat.writeQuestion(out, WitnessFormat.WRITE, offset, length);
            WitnessFormat.writeContent(out, buffer, start, length);
            out.flush();
            WitnessFormat.readDone(in);
        });
    }

    void flush() throws IOException {
        ask(() -> {
            out.writeByte(WitnessFormat.FLUSH);
            out.flush();
            WitnessFormat.readDone(in);
        });
    }

    private interface Talk {
        void run() throws IOException;
    }

    private void ask(Talk talk) throws IOException {
        boolean done = false;
        try (SocketDeadline _ = new SocketDeadline(socket, patience.get())) {
            talk.run();
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /// Without a word to the other side, whose kernel tells it: a word could wait for ever.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // What matters is that nobody waits for it any more.
        }
    }
}
