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

    /// Why a node cannot be without power, as the rest of a sentence; empty where nothing was seen of it for as long as
    /// the tolerance, neither by heartbeats nor on the white board.
    Optional<String> signOfLife(NodeId node) {
        Optional<String> heard = hear(node);
        if (heard.isPresent()) {
            return heard;
        }
        long sinceTick = now - view.ticked().getOrDefault(node, Long.MIN_VALUE / 2);
        return sinceTick > toleranceMillis()
                ? Optional.empty()
                : Optional.of("what it wrote on the white board was seen to change " + sinceTick + " ms ago");
    }

    /// Whether there are other members and none of them says that it can use the white board.
    boolean nobodyElseUsesTheBoard() {
        List<NodeId> others = others(view.self().node());
        return !others.isEmpty()
                && others.stream()
                        .map(view.heard()::get)
                        .noneMatch(heard -> heard != null && heard.heartbeat().boardHealthy());
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
