package orion.node.daemon;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import orion.core.NodeView;
import orion.core.membership.HeartbeatMonitor;
import orion.core.model.NodeId;

/// What this node and, by their heartbeats, the other members know of whether a node's daemon runs.
record Witnesses(NodeView view, long now) {
    long toleranceMillis() {
        return view.state().configuration().timing().toleranceMillis();
    }

    /// For how long a node has been silent here; empty where it was never heard.
    OptionalLong silenceMillis(NodeId node) {
        HeartbeatMonitor.Heard heard = view.heard().get(node);
        return heard == null ? OptionalLong.empty() : OptionalLong.of(now - heard.at());
    }

    /// Who hears a node now, this one or another member, as the rest of a sentence.
    Optional<String> hear(NodeId node) {
        OptionalLong silence = silenceMillis(node);
        if (silence.isPresent() && silence.getAsLong() <= toleranceMillis()) {
            return Optional.of("it was heard here " + silence.getAsLong() + " ms ago");
        }
        List<NodeId> others =
                others(node).stream().filter(member -> hearsNow(member, node)).toList();
        return others.isEmpty() ? Optional.empty() : Optional.of("it is heard by " + names(others));
    }

    private boolean hearsNow(NodeId member, NodeId node) {
        HeartbeatMonitor.Heard heard = view.heard().get(member);
        return heard != null
                && now - heard.at() <= toleranceMillis()
                && heard.heartbeat().hears().contains(node);
    }

    /// The answer to whoever vouches here that a node's host is without power. Each member counts that for itself, and
    /// nodes have no message for it: whoever may take over must be told, too.
    String confirmedOff(NodeId node) {
        String name = view.state().configuration().nameOf(node);
        List<NodeId> others = others(node);
        return others.isEmpty()
                ? name + " is taken as powered off; what it held may start elsewhere"
                : "%s is taken as powered off by this node, not yet by %s: give 'orion confirm-off %s' there, too; then what it held may start elsewhere"
                        .formatted(name, names(others), name);
    }

    private List<NodeId> others(NodeId node) {
        return view.generation().members().stream()
                .filter(member ->
                        !member.equals(node) && !member.equals(view.self().node()))
                .toList();
    }

    private String names(List<NodeId> nodes) {
        return nodes.stream().map(view.state().configuration()::nameOf).collect(Collectors.joining(", "));
    }
}
