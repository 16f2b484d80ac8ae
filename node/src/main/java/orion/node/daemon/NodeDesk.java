package orion.node.daemon;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.configuration.Change;
import orion.core.configuration.NodeDefinition;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.Request;
import orion.node.access.Caller;
import orion.node.api.ControlReply;
import orion.node.fencing.Fencer;

/// Carries out what a person says of a node that is gone or has to go: it has no power, it is to lose it, it is to be
/// forgotten.
final class NodeDesk {
    private static final long FENCING_LIMIT_SECONDS = 30;

    private final ControlDesk desk;
    private final Daemon daemon;
    private final NodeSettings settings;
    private final LeaseClock clock;
    private final Journal journal;
    private final Fencer fencer;

    NodeDesk(ControlDesk desk, Daemon daemon, NodeSettings settings, LeaseClock clock, Journal journal, Fencer fencer) {
        this.desk = desk;
        this.daemon = daemon;
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
        this.fencer = fencer;
    }

    ControlReply confirmOff(String name) throws ExecutionException, InterruptedException, TimeoutException {
        Optional<NodeView> view = desk.view();
        Optional<Member> member = view.flatMap(it -> it.state()
                .configuration()
                .nodeNamed(name)
                .flatMap(node -> it.generation().admittedMember(node.id())));
        if (member.isEmpty()) {
            return ControlReply.refused("there is no node " + name + " that was ever in cluster "
                    + settings.cluster().name());
        }
        if (member.get().node().equals(settings.node())) {
            return ControlReply.refused(
                    name + " answers itself, so its host has power; ask on another node once it has none");
        }
        NodeView seen = view.orElseThrow();
        if (!seen.generation().members().contains(member.get().node())
                && !seen.unproven().contains(member.get())) {
            return ControlReply.done(name + " is not in the cluster and holds nothing; nothing to do");
        }
        Witnesses witnesses = new Witnesses(seen, clock.now());
        Optional<String> sign = witnesses.signOfLife(member.get().node());
        if (sign.isPresent()) {
            return ControlReply.refused(
                    "%s may be on: %s; nothing was changed: if it has no power, ask again after %d ms"
                            .formatted(name, sign.get(), witnesses.toleranceMillis()));
        }
        daemon.life().ifPresent(life -> life.accept(new Input.PowerOffConfirmed(member.get())));
        return ControlReply.done(name + " is taken as powered off by all nodes; what it held may start elsewhere");
    }

    /// By hand, whatever state the node is in: a person is sure.
    ControlReply fence(String name) throws ExecutionException, InterruptedException, TimeoutException {
        Optional<NodeView> view = desk.view();
        Optional<NodeDefinition> node =
                view.flatMap(it -> it.state().configuration().nodeNamed(name));
        if (view.isEmpty()) {
            return desk.notMember();
        }
        if (node.isEmpty()) {
            return ControlReply.refused("there is no node " + name + " in cluster "
                    + settings.cluster().name() + "; 'orion view' lists those there are");
        }
        if (node.get().id().equals(settings.node())) {
            return ControlReply.refused("a node does not fence itself; ask on another one");
        }
        if (!fencer.canFence(name)) {
            return ControlReply.refused("this node has no fencing device for " + name + "; name one in fencing.yaml in"
                    + " its directory and start its daemon anew, or ask on a node that has one");
        }
        Optional<Member> member =
                view.get().generation().admittedMember(node.get().id());
        journal.note("COMMAND", name + " is to be fenced: a person asked for it");
        CompletableFuture<Boolean> certain = fencer.fence(
                        member.orElse(new Member(node.get().id(), 1)), name, () -> true)
                .thenApply(off -> {
                    if (off) {
                        daemon.life()
                                .ifPresent(life ->
                                        member.ifPresent(gone -> life.accept(new Input.PowerOffConfirmed(gone))));
                    }
                    return off;
                });
        try {
            return certain.get(FENCING_LIMIT_SECONDS, TimeUnit.SECONDS)
                    ? ControlReply.done(name + " has no power now; what it held may start elsewhere")
                    : ControlReply.refused(name + " could not be fenced; 'orion events' tells why");
        } catch (TimeoutException goesOn) {
            return ControlReply.refused("the fencing of " + name + " goes on; 'orion events' will tell how it ends");
        }
    }

    /// A node whose daemon runs would go on asking to be let in, and nobody would know it any more.
    ControlReply remove(String name, Caller caller) throws ExecutionException, InterruptedException, TimeoutException {
        Optional<NodeView> view = desk.view();
        Optional<NodeId> outside = view.flatMap(it -> it.state().configuration().nodeNamed(name))
                .map(NodeDefinition::id)
                .filter(node -> !view.orElseThrow().generation().members().contains(node));
        if (outside.isPresent()) {
            Optional<String> heard = new Witnesses(view.orElseThrow(), clock.now()).hear(outside.get());
            if (heard.isPresent()) {
                return ControlReply.refused(
                        "the daemon of %s runs: %s; end it, then remove the node".formatted(name, heard.get()));
            }
        }
        return desk.onNode(
                name,
                node -> new Request.Edit(
                        List.of(new Change.RemoveNode(node.id())),
                        EditDesk.author(caller, settings, ""),
                        System.currentTimeMillis() / 1_000,
                        OptionalLong.empty(),
                        false));
    }
}
