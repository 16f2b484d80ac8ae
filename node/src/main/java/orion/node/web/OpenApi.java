package orion.node.web;

import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import orion.core.configuration.Role;
import orion.node.access.Rights;
import orion.node.api.ControlRequest;
import orion.node.api.ErrorData;

/// Describes the API as OpenAPI 3.1, made from the routes and from the records that are answered: what it says
/// cannot be otherwise than what is done.
final class OpenApi {
    /// The description.
    static final String TEXT = Jsonb.builder().build().type(Object.class).toJsonPretty(document()) + "\n";

    private static final String JSON = "application/json";

    private OpenApi() {}

    private static Map<String, Object> document() {
        Schemas schemas = new Schemas();
        Map<String, Object> paths = new TreeMap<>();
        for (Route route : Routes.ALL) {
            @SuppressWarnings("unchecked")
            Map<String, Object> path = (Map<String, Object>)
                    paths.computeIfAbsent(Routes.VERSION + route.path(), _ -> new LinkedHashMap<String, Object>());
            path.put(route.method().toLowerCase(Locale.ROOT), operation(route, schemas));
        }
        schemas.of(ErrorData.class);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                map(
                        "title",
                        "Orion",
                        "version",
                        "1",
                        "description",
                        "Any node answers for the whole cluster. Every request needs a token: 'Authorization: Bearer"
                                + " SECRET'. Where something was not done, the answer is a sentence that says why."));
        document.put("security", List.of(map("token", List.of())));
        document.put("paths", paths);
        document.put(
                "components",
                map(
                        "securitySchemes",
                        map("token", map("type", "http", "scheme", "bearer")),
                        "schemas",
                        new LinkedHashMap<String, Object>(schemas.all())));
        return document;
    }

    private static Map<String, Object> operation(Route route, Schemas schemas) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        operation.put("description", "Needs the role " + role(route) + ".");
        operation.put("operationId", id(route));
        operation.put("x-orion-role", role(route));
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.body()) {
            operation.put("requestBody", body(route, schemas));
        }
        operation.put(
                "responses",
                map(
                        "200",
                        map("description", described(route), "content", content(route, schemas)),
                        "default",
                        map(
                                "description",
                                "It was not done",
                                "content",
                                map(JSON, map("schema", schemas.of(ErrorData.class))))));
        return operation;
    }

    private static Map<String, Object> body(Route route, Schemas schemas) {
        if (route.shape() == Shape.REPLY) {
            return map(
                    "required",
                    true,
                    "description",
                    "a verb and its words; besides the role viewer it needs what that verb needs",
                    "content",
                    map(JSON, map("schema", schemas.of(ControlRequest.class))));
        }
        return map(
                "required",
                true,
                "description",
                "a definition, as 'orion apply' takes it",
                "content",
                map(
                        "application/yaml",
                        map("schema", map("type", "string")),
                        JSON,
                        map("schema", map("type", "object"))));
    }

    private static List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        for (String name : route.names()) {
            parameters.add(map(
                    "name",
                    name,
                    "in",
                    "path",
                    "required",
                    true,
                    "schema",
                    map("type", "string", "pattern", anchored(Parameter.Kind.NAME))));
        }
        route.query().forEach(parameter -> parameters.add(parameter(parameter)));
        if (route.shape() == Shape.STREAM) {
            parameters.add(map(
                    "name",
                    "Last-Event-ID",
                    "in",
                    "header",
                    "required",
                    false,
                    "description",
                    "the last event seen: everything after it is told",
                    "schema",
                    map("type", "string")));
        }
        return parameters;
    }

    private static String described(Route route) {
        return route.shape() == Shape.STREAM
                ? "Server-sent events: 'event' (its data is an EventData, its id goes on after it), 'gap' (events may be"
                        + " missing), 'state' (a StatusData, whenever the state has changed), 'absent' (this node sees"
                        + " nothing of the cluster)"
                : "Done";
    }

    private static Map<String, Object> content(Route route, Schemas schemas) {
        return switch (route.shape()) {
            case STREAM -> map("text/event-stream", map("schema", map("type", "string")));
            case OPEN_API -> map(JSON, map("schema", map("type", "object")));
            default -> {
                Map<String, Object> schema = schemas.of(route.shape().type());
                yield map(JSON, map("schema", route.shape().isList() ? Schemas.list(schema) : schema));
            }
        };
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> schema = switch (parameter.kind()) {
            case NUMBER -> map("type", "integer", "minimum", 0);
            case FLAG -> map("type", "boolean");
            case CHOICE -> map("type", "string", "enum", parameter.choices());
            case NAME, NAMES, FILE, EVENT -> map("type", "string", "pattern", anchored(parameter.kind()));
        };
        return map(
                "name",
                parameter.name(),
                "in",
                "query",
                "required",
                parameter.required(),
                "description",
                parameter.meaning(),
                "schema",
                schema);
    }

    private static String anchored(Parameter.Kind kind) {
        return "^" + kind.pattern() + "$";
    }

    /// The verb of HTTP and the parts of the path in one word: `postResourcesOnline`.
    private static String id(Route route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String part : List.of(route.path().split("[/.-]", -1))) {
            String word = part.replaceAll("[{}]", "");
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return id.toString();
    }

    private static String role(Route route) {
        return Rights.neededFor(route.verb()).map(Role::word).orElseThrow();
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
