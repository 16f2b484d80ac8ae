package orion.node.web;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import orion.core.configuration.Endpoint;

/// Listens for HTTPS, with the server of the JDK and a virtual thread for each request.
final class ApiServer implements AutoCloseable {
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
        server.setExecutor(threads);
        server.start();
        return new ApiServer(server, threads);
    }

    /// Where it listens.
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
