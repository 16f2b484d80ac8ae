package orion.node.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import orion.core.configuration.Role;
import orion.node.access.ApiTokens;
import orion.node.access.Caller;
import orion.node.access.Gate;
import orion.node.access.Rights;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.web.EventStory.Position;

/// Answers requests of the API: who asks, what is asked, whether that is allowed, and only then what was sent
/// along.
final class ApiHandler implements HttpHandler {
    /// Looks at the state for all who follow it; each of them may see it, or would not be here.
    private static final Caller WATCH = new Caller("the API", new TreeSet<>(List.of(Role.VIEWER)));

    /// What a node does itself, whichever one is asked.
    private static final Set<String> OF_ONE_NODE = Set.of("leave", "join");

    private static final ControlRequest STATUS = new ControlRequest("status", List.of());

    private final Gate gate;
    private final Door door;
    private final Replies replies = new Replies();
    private final RequestReader reader;
    private final EventStory story;
    private final StateWatch states;
    private final ApiLimits limits;
    private final Snapshot snapshot;
    private final Shares streams;
    private final Shares answers;
    private final String node;

    /// @param node    the name of this one
    /// @param journal gets a sentence for who was turned away without a token
    ApiHandler(
            Gate gate,
            ApiTokens tokens,
            EventStory story,
            String node,
            ApiLimits limits,
            InstantSource clock,
            Consumer<String> journal) {
        this.gate = gate;
        this.door = new Door(tokens, clock, journal);
        this.reader = new RequestReader(limits);
        this.story = story;
        this.states = new StateWatch(() -> gate.answer(STATUS, WATCH), limits.stateChange());
        this.snapshot = new Snapshot(() -> gate.answer(STATUS, WATCH), Snapshot.OLDEST);
        this.limits = limits;
        this.streams = new Shares(limits.streams());
        this.answers = new Shares(limits.answers());
        this.node = node;
    }

    /// One of few answers that are made and taken at a time, because each is held in memory as a whole.
    private final class Place implements AutoCloseable {
        private Optional<Shares.Share> share = Optional.empty();
        /// Whether what programs have written is left out of the answer.
        private boolean guarded = true;

        void take(Caller caller) throws NoAnswer {
            guarded = !caller.may(Role.OPERATOR);
            share = Optional.of(answers.take(caller.name(), "makes answers"));
        }

        @Override
        public void close() {
            share.ifPresent(Shares.Share::close);
        }
    }

    /// How long a request may take to be sent.
    Duration requestLimit() {
        return limits.request();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Content-Security-Policy", "default-src 'none'");
            try (Place place = new Place()) {
                Optional<Answer> answer = answered(exchange, place);
                if (answer.isPresent()) {
                    send(exchange, place.guarded ? answer.get().withoutProgramWords() : answer.get());
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return empty where all was sent already
    private Optional<Answer> answered(HttpExchange exchange, Place place) throws IOException, InterruptedException {
        try {
            Door.Guest guest = door.admit(
                    exchange.getRequestHeaders(), exchange.getRemoteAddress().getAddress());
            refuseForeignPages(exchange.getRequestHeaders());
            String path =
                    Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
            Route route = route(exchange.getRequestMethod(), path);
            Optional<String> objection = gate.objection(route.verb(), guest.caller());
            if (objection.isPresent()) {
                gate.note(route.verb(), guest.caller(), objection.get());
                throw new NoAnswer(
                        Answer.error(Answer.FORBIDDEN, objection.get()).with("Connection", "close"));
            }
            SortedMap<String, String> query =
                    RequestReader.query(route, exchange.getRequestURI().getRawQuery());
            SortedMap<String, String> named =
                    route.match(path.substring(Routes.VERSION.length())).orElseThrow();
            if (route.shape() == Shape.STREAM) {
                stream(exchange, guest, new Call(named, query, ""));
                return Optional.empty();
            }
            place.take(guest.caller());
            return Optional.of(reader.body(exchange, route, guest.caller().name(), body -> {
                // All was sent; the desk has limits of its own, and what it does is not interrupted for a caller.
                RequestDeadline.lift();
                // A body may take its time, and the token may have been removed meanwhile.
                Optional<String> meanwhile = door.objection(guest);
                if (meanwhile.isPresent()) {
                    return Answer.error(Answer.UNAUTHORIZED, meanwhile.get() + "; nothing was done");
                }
                return done(route, guest, new Call(named, query, body));
            }));
        } catch (NoAnswer refused) {
            return Optional.of(refused.answer());
        } catch (RuntimeException | Error broken) {
            System.getLogger("orion").log(System.Logger.Level.WARNING, "a request to the API failed", broken);
            return Optional.of(Answer.error(Answer.FAILED, "the request failed: " + broken));
        }
    }

    /// A browser that was led here by a page of somebody else has no token; should it ever have one, it is not
    /// used.
    private static void refuseForeignPages(Headers headers) throws NoAnswer {
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("https://" + headers.getFirst("Host"))) {
            throw new NoAnswer(Answer.error(Answer.FORBIDDEN, "pages of other sites may not ask here")
                    .with("Connection", "close"));
        }
    }

    private static Route route(String method, String path) throws NoAnswer {
        List<Route> there = !path.startsWith(Routes.VERSION + "/")
                ? List.of()
                : Routes.ALL.stream()
                        .filter(route -> route.match(path.substring(Routes.VERSION.length()))
                                .isPresent())
                        .toList();
        if (there.isEmpty()) {
            throw new NoAnswer(Answer.error(
                            Answer.NOT_FOUND,
                            "there is nothing of this name; " + Routes.VERSION + "/openapi.json tells of all there is")
                    .with("Connection", "close"));
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        Optional<Route> found =
                there.stream().filter(route -> route.method().equals(wanted)).findFirst();
        if (found.isEmpty()) {
            TreeSet<String> allowed = new TreeSet<>();
            there.forEach(route -> allowed.add(route.method()));
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            String all = String.join(", ", allowed);
            throw new NoAnswer(Answer.error(Answer.METHOD_NOT_ALLOWED, "only " + all + " can be done with this")
                    .with("Allow", all)
                    .with("Connection", "close"));
        }
        return found.get();
    }

    private Answer done(Route route, Door.Guest guest, Call call) throws InterruptedException {
        if (route.shape() == Shape.OPEN_API) {
            return Answer.ok(OpenApi.TEXT);
        }
        try {
            if (route.shape() == Shape.REPLY) {
                ControlRequest asked = replies.request(call.body());
                return replies.whole(
                        OF_ONE_NODE.contains(asked.verb()) ? ofOneNode(asked.verb()) : told(asked, guest.caller()));
            }
            ControlReply reply = isForOther(route, call)
                    ? ControlReply.refused("the node that is asked does this itself, and it is " + node + "; ask "
                            + call.of("node") + " for it")
                    : told(new ControlRequest(route.verb(), route.words().apply(call)), guest.caller());
            return replies.answer(route, call, reply, (kind, name) -> exists(guest.caller(), kind, name));
        } catch (IllegalArgumentException wrong) {
            return Answer.error(Answer.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        }
    }

    private ControlReply told(ControlRequest request, Caller caller) throws InterruptedException {
        if (request.verb().equals(STATUS.verb())) {
            return snapshot.now();
        }
        ControlReply reply = gate.answer(request, caller);
        if (!reply.isDenied() && !Rights.neededFor(request.verb()).equals(Optional.of(Role.VIEWER))) {
            snapshot.forget();
        }
        return reply;
    }

    /// Who asks from elsewhere asks whichever node answers, and again the next one: that must not be another
    /// one's end.
    private static ControlReply ofOneNode(String verb) {
        return ControlReply.refused(
                "'" + verb + "' is about one node and not known from elsewhere; run it on that node's" + " host"
                        + (verb.equals("leave") ? ", or ask POST " + Routes.VERSION + "/nodes/NAME/leave of it" : ""));
    }

    private boolean isForOther(Route route, Call call) {
        return route.verb().equals("leave") && !call.of("node").equals(node);
    }

    private boolean exists(Caller caller, String kind, String name) {
        ControlReply status = gate.answer(STATUS, caller);
        return status.status().isEmpty()
                || switch (kind) {
                    case "node" ->
                        status.status().get().nodes().stream()
                                .anyMatch(it -> it.name().equals(name));
                    case "resource" ->
                        status.status().get().resources().stream()
                                .anyMatch(it -> it.name().equals(name));
                    default -> true;
                };
    }

    private void stream(HttpExchange exchange, Door.Guest guest, Call call)
            throws NoAnswer, IOException, InterruptedException {
        Optional<Position> wanted = EventStream.wanted(
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
                        .or(() -> call.asked("after")));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(Answer.OK, -1);
            return;
        }
        boolean guarded = !guest.caller().may(Role.OPERATOR);
        try (Shares.Share _ = streams.take(guest.caller().name(), "tells of events")) {
            new EventStream(story, states, replies, limits, () -> door.objection(guest), guarded).run(exchange, wanted);
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.json().getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        answer.headers().forEach(headers::set);
        // Whoever does not take the answer is cut off, also one who has sent more than was read.
        RequestDeadline.within(limits.writing());
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().close();
        }
    }
}
