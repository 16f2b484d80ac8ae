package orion.node.web;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import orion.core.configuration.Endpoint;
import orion.node.access.ApiTokens;
import orion.node.access.Gate;
import orion.node.trouble.Complaint;

/// The API of a node for as long as its daemon runs. Nothing waits for it: where it cannot listen, that is told and
/// tried again, and the node protects what it protects without.
public final class Api implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Endpoint at;
    private final SSLContext context;
    private final ApiHandler handler;
    private final Consumer<String> journal;
    private final Complaint deaf;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Duration pause;
    private final Thread starter;
    private volatile Optional<ApiServer> server = Optional.empty();

    private Api(Endpoint at, SSLContext context, ApiHandler handler, Consumer<String> journal, Duration pause) {
        this.at = at;
        this.context = context;
        this.handler = handler;
        this.journal = journal;
        this.deaf = new Complaint(journal);
        this.pause = pause;
        this.starter = Thread.ofVirtual().name("api").unstarted(this::listen);
    }

    /// Serves from now on, or as soon as that can be done.
    ///
    /// @param node    the name of this one
    /// @param journal gets a sentence for who was turned away without a token
    public static Api start(
            Endpoint at,
            SSLContext context,
            Gate gate,
            ApiTokens tokens,
            EventStory story,
            String node,
            Consumer<String> journal) {
        ApiHandler handler =
                new ApiHandler(gate, tokens, story, node, ApiLimits.USUAL, InstantSource.system(), journal);
        return start(at, context, handler, journal, PAUSE);
    }

    static Api start(Endpoint at, SSLContext context, ApiHandler handler, Consumer<String> journal, Duration pause) {
        Api api = new Api(at, context, handler, journal, pause);
        api.starter.start();
        return api;
    }

    private void listen() {
        try {
            do {
                try {
                    server = Optional.of(ApiServer.start(at, context, handler));
                    deaf.settle("the API can be served again");
                    journal.accept("the API is served at https://" + shown() + Routes.VERSION);
                    return;
                } catch (IOException | RuntimeException refused) {
                    deaf.raise("the API cannot be served at " + at + ": " + refused.getMessage()
                            + "; 'ss -ltnp' names the program that uses the port, and 'api' in node.properties"
                            + " names another address; it is tried again, and nothing else waits for it");
                }
            } while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private String shown() {
        return at.host().indexOf(':') < 0 ? at.toString() : "[" + at.host() + "]:" + at.port();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            starter.join();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        server.ifPresent(ApiServer::close);
    }
}
