package orion.node.daemon;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.wire.Message;
import orion.node.network.Transport;

/// What the network brings to the protocol. Of a message that cannot be understood the protocol hears nothing,
/// and who sends only such ones is left out of the cluster; so a person is told, once for each life of the
/// other node.
final class Arrivals implements Transport.Receiver {
    private final BiConsumer<Member, Message> protocol;
    private final Function<NodeId, String> names;
    private final Consumer<String> tell;
    private final SortedMap<NodeId, Long> told = new TreeMap<>();

    /// @param names how people call a node
    /// @param tell  gets a sentence without its stop
    Arrivals(BiConsumer<Member, Message> protocol, Function<NodeId, String> names, Consumer<String> tell) {
        this.protocol = protocol;
        this.names = names;
        this.tell = tell;
    }

    @Override
    public void received(Member from, Message message) {
        protocol.accept(from, message);
    }

    @Override
    public void unreadable(Member from, String why) {
        Long before = told.put(from.node(), from.incarnation());
        if (before == null || before != from.incarnation()) {
            tell.accept(
                    "a message of node " + names.apply(from.node()) + " cannot be understood: " + why
                            + "; a node that runs another release than this one stays out of the cluster until both run the same");
        }
    }
}
