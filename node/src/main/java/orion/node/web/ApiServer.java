package orion.node.web;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import orion.core.configuration.Endpoint;

/// Listens for HTTPS, with the server of the JDK and a virtual thread for each request.
final class ApiServer implements AutoCloseable {
    /// Sessions of TLS that are remembered, each of some kilobytes; the usual number is a hundred times as large.
    private static final int SESSIONS = 200;

    private static final Duration STOPPING = Duration.ofSeconds(2);

    private final HttpsServer server;
    private final ExecutorService threads;

    private ApiServer(HttpsServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /// Listens from now on.
    ///
    /// @throws IOException where it cannot
    static ApiServer start(Endpoint at, SSLContext context, ApiHandler handler) throws IOException {
        ApiLimits.ofServer();
        context.getServerSessionContext().setSessionCacheSize(SESSIONS);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(at.host()), at.port()), 64);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
                parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                connection.setSSLParameters(parameters);
            }
        });
        server.createContext("/", handler);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(task -> threads.execute(() -> RequestDeadline.run(handler.requestLimit(), task)));
        server.start();
        return new ApiServer(server, threads);
    }

    /// Where it listens.
    InetSocketAddress address() {
        return server.getAddress();
    }

    /// Nobody waits for long: the server of the JDK says farewell to each connection, also to those that take nothing.
    /// What is interrupted here closes its connection, and so holds up nobody.
    @Override
    public void close() {
        Thread stopping = Thread.ofPlatform().name("api-stop").daemon().start(() -> server.stop(0));
        threads.shutdownNow();
        try {
            if (!stopping.join(STOPPING)) {
                System.getLogger("orion")
                        .log(System.Logger.Level.WARNING, "the API still waits for callers; nothing waits for it");
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
