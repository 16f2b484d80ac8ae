package orion.node.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import orion.core.configuration.Endpoint;

/// A caller that sends whatever bytes a test wants over TLS, and believes every certificate.
public final class RawHttps implements AutoCloseable {
    private final SSLSocket socket;
    private final AtomicInteger demands = new AtomicInteger();

    /// What came back.
    ///
    /// @param head the status line and the headers
    public record Reply(int status, String head, String body) {
        /// Whether a header says that.
        public boolean says(String header) {
            return head.lines().anyMatch(line -> line.equalsIgnoreCase(header));
        }
    }

    /// Connects, with these versions of TLS or the usual ones.
    public RawHttps(Endpoint at, String... protocols) throws IOException, GeneralSecurityException {
        this(at, 0, protocols);
    }

    /// @param takes how many bytes the system takes for the caller before it reads; 0 for the usual
    RawHttps(Endpoint at, int takes, String... protocols) throws IOException, GeneralSecurityException {
        Socket plain = new Socket();
        if (takes > 0) {
            plain.setReceiveBufferSize(takes);
            plain.setSendBufferSize(takes);
        }
        plain.connect(new InetSocketAddress(InetAddress.ofLiteral(at.host()), at.port()));
        plain.setSoTimeout(60_000);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, null);
        this.socket = (SSLSocket) context.getSocketFactory().createSocket(plain, at.host(), at.port(), true);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.startHandshake();
    }

    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Sends a request on a connection of its own.
    public static Reply ask(Endpoint at, String request) throws Exception {
        try (RawHttps caller = new RawHttps(at)) {
            caller.send(request);
            return caller.reply();
        }
    }

    /// A request of the usual form, after which the connection ends.
    public static String request(String method, String path, String secret, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: n1\r\nConnection: close\r\n");
        if (!secret.isEmpty()) {
            text.append("Authorization: Bearer ").append(secret).append("\r\n");
        }
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    /// Sends it, a byte for each character.
    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /// Demands other keys of the other end, which has to answer each time, and takes none of its answers.
    ///
    /// @return how often, until the other end hung up
    int demandKeysUntilTheEnd() {
        while (true) {
            try {
                socket.startHandshake();
                demands.incrementAndGet();
            } catch (IOException cut) {
                return demands.get();
            }
        }
    }

    /// How often it has done so.
    int demands() {
        return demands.get();
    }

    String protocol() {
        return socket.getSession().getProtocol();
    }

    /// The next line, without its end; empty at the end of all, too.
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /// One answer, whose length is said; status 0 where the connection ends instead.
    public Reply reply() throws IOException {
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        if (head.isEmpty()) {
            return new Reply(0, "", "");
        }
        int status = Integer.parseInt(head.substring(9, 12));
        String body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        return new Reply(status, head.toString(), body);
    }

    /// Reads until the other end hangs up.
    public void awaitEnd() {
        try {
            while (socket.getInputStream().read() >= 0) {
                // What is said on the way does not matter.
            }
        } catch (IOException cut) {
            // That is an end, too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
