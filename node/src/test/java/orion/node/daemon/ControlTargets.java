package orion.node.daemon;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orion.node.api.ControlRequest;
import orion.node.fuzz.Target;

/// What comes through the command socket.
public final class ControlTargets {
    private ControlTargets() {}

    /// All of them.
    public static List<Target> all() {
        ControlFormat format = new ControlFormat();
        List<byte[]> seeds = Stream.of(
                        format.line(new ControlRequest("status", List.of())),
                        format.line(new ControlRequest("maintenance", List.of("on", "node", "n1", "60"))),
                        format.line(new ControlRequest("access-add", List.of("ci", "viewer,operator", "3600"))),
                        format.line(new ControlRequest("apply", List.of("resources: {a: \"\u20ac\\n\"}", "f"))),
                        " { \"words\" : [ \"a\" , \"b\" ] , \"more\" : {\"a\":[[1.5e3,null]],\"b\":true},"
                                + " \"verb\" : \"x\\u00e4\" } ")
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        return List.of(new Target(
                "requests of the command line",
                seeds,
                20_000,
                30_000,
                input -> request(format, input),
                new Target.Limit(100_000, 100)));
    }

    /// JSON has many forms of one value, and so what was read is read again.
    private static Optional<byte[]> request(ControlFormat format, byte[] input) {
        ControlRequest request;
        try {
            request = format.request(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null) {
                throw refused;
            }
            return Optional.empty();
        }
        if (!format.request(format.line(request)).equals(request)) {
            throw new IllegalStateException("read again it is another request: " + request);
        }
        return Optional.of(input);
    }
}
