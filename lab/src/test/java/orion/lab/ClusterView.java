package orion.lab;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The cluster as one node shows it to programs, in answer to the verb `status`.
///
/// @param fields what the node answered
record ClusterView(Map<?, ?> fields) {
    /// Names of the nodes in the newest generation.
    Set<String> members() {
        Set<String> members = new TreeSet<>();
        for (Map<?, ?> node : list("nodes")) {
            if (Boolean.TRUE.equals(node.get("member"))) {
                members.add(text(node, "name"));
            }
        }
        return members;
    }

    /// Whether the answering node is a member.
    boolean member() {
        return Boolean.TRUE.equals(fields.get("member"));
    }

    /// The number of the newest generation the answering node knows.
    long epoch() {
        return fields.get("epoch") instanceof Number number ? number.longValue() : 0;
    }

    String master() {
        return text(fields, "master");
    }

    /// `Running`, `Comatose` and so on.
    String stateOf(String resource) {
        return text(resource(resource), "state");
    }

    String nodeOf(String resource) {
        return text(resource(resource), "node");
    }

    /// Whether the answering node can use the white board.
    boolean boardHealthy() {
        return fields.get("board") instanceof Map<?, ?> board && Boolean.TRUE.equals(board.get("healthy"));
    }

    /// How many disks of the white board work on the answering node.
    int disksWorking() {
        return fields.get("board") instanceof Map<?, ?> board && board.get("disks") instanceof List<?> disks
                ? (int) disks.stream()
                        .filter(disk -> disk instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("works")))
                        .count()
                : -1;
    }

    /// What impairs the protection, as the answering node says.
    String warnings() {
        return Objects.toString(fields.get("warnings"), "");
    }

    private Map<?, ?> resource(String name) {
        for (Map<?, ?> resource : list("resources")) {
            if (text(resource, "name").equals(name)) {
                return resource;
            }
        }
        return Map.of("state", "Unknown", "node", "");
    }

    private List<Map<?, ?>> list(String key) {
        return fields.get(key) instanceof List<?> list
                ? list.stream()
                        .<Map<?, ?>>mapMulti((item, accept) -> {
                            if (item instanceof Map<?, ?> map) {
                                accept.accept(map);
                            }
                        })
                        .toList()
                : List.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return Objects.toString(map.get(key), "");
    }
}
