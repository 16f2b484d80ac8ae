package orion.node.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// One thing that can be asked of the API. It is one request of the command socket, so that there is one truth.
///
/// @param method  of HTTP
/// @param path    after the version, with `{name}` for what stands for something
/// @param verb    of the request; its role is in [orion.node.access.Rights]
/// @param summary for people
/// @param query   what may follow the question mark
/// @param body    whether the text of a file is sent along
/// @param shape   of the answer
/// @param words   of the request
record Route(
        String method,
        String path,
        String verb,
        String summary,
        List<Parameter> query,
        boolean body,
        Shape shape,
        Function<Call, List<String>> words) {
    private static final String OBJECT = "[A-Za-z0-9_-]{1,63}";

    Route {
        query = List.copyOf(query);
    }

    static Route get(String path, String verb, Shape shape, String summary) {
        return new Route("GET", path, verb, summary, List.of(), false, shape, Route::pathWords);
    }

    static Route post(String path, String verb, String summary) {
        return new Route("POST", path, verb, summary, List.of(), false, Shape.DONE, Route::pathWords);
    }

    private static List<String> pathWords(Call call) {
        return List.copyOf(call.path().values());
    }

    Route with(Parameter... parameters) {
        return new Route(method, path, verb, summary, List.of(parameters), body, shape, words);
    }

    Route withBody() {
        return new Route(method, path, verb, summary, query, true, shape, words);
    }

    Route shaped(Shape other) {
        return new Route(method, path, verb, summary, query, body, other, words);
    }

    Route saying(Function<Call, List<String>> otherWords) {
        return new Route(method, path, verb, summary, query, body, shape, otherWords);
    }

    /// The names of what stands for something in the path, in their order.
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (String part : parts(path)) {
            if (part.startsWith("{")) {
                names.add(part.substring(1, part.length() - 1));
            }
        }
        return names;
    }

    /// What stands for something in this path; empty where it is another one. Names of objects have no character that
    /// would have to be escaped, so nothing is ever unescaped.
    Optional<SortedMap<String, String>> match(String rawPath) {
        List<String> wanted = parts(path);
        List<String> said = parts(rawPath);
        SortedMap<String, String> found = new TreeMap<>();
        if (wanted.size() != said.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{") && said.get(i).matches(OBJECT)) {
                found.put(part.substring(1, part.length() - 1), said.get(i));
            } else if (!part.equals(said.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }
}
