package orion.node.web;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import orion.core.configuration.Endpoint;
import orion.core.configuration.Role;
import orion.node.access.ApiTokens;
import orion.node.access.Caller;
import orion.node.access.Gate;
import orion.node.access.TokenVerdict;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;
import orion.node.api.StatusData;
import orion.node.os.FreePorts;
import orion.node.security.NodeIdentity;

/// The API of a node n1 over HTTPS on loopback, in front of a desk that the test plays.
final class RunningApi implements AutoCloseable {
    /// What each token may; the administrator is an author of scripts, too.
    static final Map<String, Role> TOKENS =
            Map.of("viewer-secret", Role.VIEWER, "operator-secret", Role.OPERATOR, "admin-secret", Role.ADMINISTRATOR);

    /// Enough for tests, and small enough to be reached in them.
    static final ApiLimits LIMITS = new ApiLimits(
            4,
            4,
            1,
            1_000,
            10_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(20));

    final List<ControlRequest> asked = new CopyOnWriteArrayList<>();
    final List<String> journal = new CopyOnWriteArrayList<>();
    final ListStory story = new ListStory();
    final Map<String, Role> tokens = Collections.synchronizedMap(new TreeMap<>(TOKENS));
    final Endpoint at;
    /// Whether the node cannot know who is to be let in.
    volatile boolean outside;
    private final SSLContext context;
    private final ApiServer server;
    private volatile Function<ControlRequest, ControlReply> desk = request -> ControlReply.done("done");
    private volatile StatusData status = status("node n1 sees this");

    RunningApi(Path folder) throws IOException {
        this(folder, LIMITS);
    }

    RunningApi(Path folder, ApiLimits limits) throws IOException {
        this.context = NodeIdentity.createCluster(folder, "harbour", "n1").serverContext();
        this.at = FreePorts.one();
        this.server = ApiServer.start(at, context, handler(limits));
    }

    SSLContext context() {
        return context;
    }

    ApiHandler handler(ApiLimits limits) {
        Gate gate = new Gate((request, caller) -> answer(request), InstantSource.system(), journal::add);
        return new ApiHandler(gate, known(), story, "n1", limits, InstantSource.system(), journal::add);
    }

    private static List<Role> roles(Role role) {
        return role == Role.ADMINISTRATOR ? List.of(role, Role.SCRIPT_AUTHOR) : List.of(role);
    }

    private ApiTokens known() {
        return secret -> outside
                ? new TokenVerdict(Optional.empty(), Optional.of("this node is no member"))
                : new TokenVerdict(caller(secret), Optional.empty());
    }

    private Optional<Caller> caller(String secret) {
        return Optional.ofNullable(tokens.get(secret))
                .map(role -> new Caller("token " + role.word(), new TreeSet<>(roles(role))));
    }

    private ControlReply answer(ControlRequest request) {
        if (request.verb().equals("status")) {
            return new ControlReply(true, "", Optional.of(status), List.of());
        }
        asked.add(request);
        return desk.apply(request);
    }

    /// What the desk answers from now on, apart from the status.
    void answers(Function<ControlRequest, ControlReply> other) {
        desk = other;
    }

    /// The cluster is as it was, apart from this.
    void standing(String words) {
        status = status(words);
    }

    /// The state of a cluster of one node with one resource.
    static StatusData status(String standing) {
        String json = """
                {"cluster":"harbour","node":"n1","standing":"%s","member":true,"level":1,"highestLevel":1,"epoch":3,
                "master":"n1","quorumReached":true,"quorum":1,"leaseMillis":5000,"toleranceMillis":8000,
                "heartbeatMillis":1000,"watchdog":"none","watchdogMillis":0,"warnings":[],"maintenance":[],
                "board":{"healthy":true,"needed":1,"disks":[{"path":"/dev/b","works":true,"trouble":"",
                "notWrittenBy":[],"cycles":1,"p50Micros":1,"p99Micros":1,"maxMicros":1}]},
                "nodes":[{"number":1,"name":"n1","address":"10.0.0.1:7023","member":true,"master":true,
                "leaving":false,"silentMillis":-1,"worstGapMillis":-1,"fencing":""}],
                "resources":[{"name":"web","state":"Running","node":"n1","lives":1,"wanted":true,"moveTo":"",
                "nodes":["n1"],"reason":"asked","awaitsProofOf":[],"maintenance":false,"alert":"","question":"",
                "upSince":"2026-01-01T00:00:00Z"}]}
                """.formatted(standing);
        return Jsonb.builder().build().type(StatusData.class).fromJson(json);
    }

    @Override
    public void close() {
        server.close();
    }
}
