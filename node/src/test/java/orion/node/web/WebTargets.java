package orion.node.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orion.node.fuzz.Target;

/// What follows the path of a request to the API.
public final class WebTargets {
    private WebTargets() {}

    /// All of them.
    public static List<Target> all() {
        Route route = Routes.ALL.stream()
                .filter(each -> each.path().equals("/edits"))
                .findFirst()
                .orElseThrow();
        List<byte[]> seeds = Stream.of(
                        "name=a.yaml&prune=true&restart=false&dry-run=true&based-on=5&confirm-within=300",
                        "name=%61%2Eyaml&dry-run=%74rue")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        return List.of(new Target(
                "parameters of the API",
                seeds,
                16_384,
                30_000,
                input -> query(route, input),
                new Target.Limit(100_000, 100)));
    }

    private static Optional<byte[]> query(Route route, byte[] input) {
        try {
            RequestReader.query(route, new String(input, StandardCharsets.ISO_8859_1));
            return Optional.of(input);
        } catch (NoAnswer refused) {
            return refused.answer().status() == Answer.BAD_REQUEST ? Optional.empty() : Optional.of(new byte[0]);
        }
    }
}
