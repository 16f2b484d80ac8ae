package orion.node.web;

import java.util.Optional;
import java.util.SortedMap;

/// What was sent along with a request.
///
/// @param path  the parts of the path that stand for something, by name
/// @param query what follows the question mark
/// @param body  empty where there is none
record Call(SortedMap<String, String> path, SortedMap<String, String> query, String body) {
    /// A part of the path that the route has.
    String of(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// Whether a parameter that is true or false was said to be true.
    boolean has(String name) {
        return asked(name).equals(Optional.of("true"));
    }
}
