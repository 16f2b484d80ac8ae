package orion.node.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads what was sent along with a request, of a caller who may ask it.
final class RequestReader {
    private static final List<String> TYPES =
            List.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/plain");

    private final int longest;
    private final int small;
    private final Shares places;

    RequestReader(ApiLimits limits) {
        this.longest = limits.bodyBytes();
        this.small = limits.small();
        this.places = new Shares(limits.bodies());
    }

    /// Reads what follows the question mark.
    static SortedMap<String, String> query(Route route, @Nullable String raw) throws NoAnswer {
        SortedMap<String, String> query = new TreeMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                Parameter parameter = route.query().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new NoAnswer(
                                Answer.BAD_REQUEST,
                                "'" + printable(name) + "' is no parameter of " + route.path() + known(route)));
                if (!parameter.admits(value)) {
                    throw new NoAnswer(
                            Answer.BAD_REQUEST,
                            "parameter '" + name + "' is '" + printable(value) + "', not " + parameter.rule());
                }
                if (query.put(name, value) != null) {
                    throw new NoAnswer(Answer.BAD_REQUEST, "parameter '" + name + "' is there twice");
                }
            }
        }
        for (Parameter parameter : route.query()) {
            if (parameter.required() && !query.containsKey(parameter.name())) {
                throw new NoAnswer(
                        Answer.BAD_REQUEST,
                        "parameter '" + parameter.name() + "' is missing, which is " + parameter.rule());
            }
        }
        return query;
    }

    private static String known(Route route) {
        return route.query().isEmpty()
                ? ", which has none"
                : "; it has "
                        + String.join(
                                ", ",
                                route.query().stream().map(Parameter::name).toList());
    }

    private static String decoded(String text) throws NoAnswer {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new NoAnswer(Answer.BAD_REQUEST, "what follows the question mark has a broken escape");
        }
    }

    private static String printable(String text) {
        return (text.length() <= 60 ? text : text.substring(0, 60) + "...").replaceAll("[^\\x20-\\x7e]", "?");
    }

    /// What is done with the body.
    interface Use {
        Answer of(String body) throws NoAnswer, InterruptedException;
    }

    /// Reads the body of a request and keeps its place while it is used: the memory of the daemon is small.
    ///
    /// @param caller who sends it, by name
    Answer body(HttpExchange exchange, Route route, String caller, Use use)
            throws NoAnswer, IOException, InterruptedException {
        Headers headers = exchange.getRequestHeaders();
        long announced = Optional.ofNullable(headers.getFirst("Content-Length"))
                .map(Long::parseLong)
                .orElse(0L);
        boolean sent = announced > 0 || headers.containsKey("Transfer-Encoding");
        if (!route.body()) {
            if (sent) {
                throw closing(Answer.BAD_REQUEST, route.path() + " takes no body; its parameters follow a '?'");
            }
            return use.of("");
        }
        String type = Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
        String plain = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!TYPES.contains(plain)) {
            throw closing(
                    Answer.UNSUPPORTED_TYPE,
                    "the body must be a definition, of type application/yaml or application/json");
        }
        if (announced > longest) {
            throw tooLarge();
        }
        // Of what is small there is room for each answer that is made.
        if (announced > 0 && announced <= small) {
            return use.of(text(exchange));
        }
        try (Shares.Share _ = places.take(caller, "reads long texts")) {
            return use.of(text(exchange));
        }
    }

    private String text(HttpExchange exchange) throws NoAnswer, IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(longest + 1);
        if (bytes.length > longest) {
            throw tooLarge();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new NoAnswer(Answer.BAD_REQUEST, "the body is not in UTF-8");
        }
    }

    private NoAnswer tooLarge() {
        return closing(Answer.TOO_LARGE, "the body is longer than " + longest + " bytes");
    }

    /// What was sent and not read must not be taken for another request.
    private static NoAnswer closing(int status, String sentence) {
        return new NoAnswer(Answer.error(status, sentence).with("Connection", "close"));
    }
}
