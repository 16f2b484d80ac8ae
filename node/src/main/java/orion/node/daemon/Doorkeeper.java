package orion.node.daemon;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.core.resource.Request;
import orion.node.security.Admission;

/// Lets a new node belong to the cluster: all members agree on its definition before it is given anything.
final class Doorkeeper implements Admission {
    private static final long LIMIT_SECONDS = 30;

    private final NodeSettings settings;
    private final Supplier<Optional<Life>> life;

    Doorkeeper(NodeSettings settings, Supplier<Optional<Life>> life) {
        this.settings = settings;
        this.life = life;
    }

    @Override
    public Decision admit(Newcomer newcomer) throws InterruptedException {
        Optional<Life> current = life.get();
        if (current.isEmpty()) {
            return new Decision.Refused("node " + settings.name() + " is not in the cluster at the moment;"
                    + " make a token on a node that is");
        }
        try {
            return admit(current.get(), newcomer);
        } catch (ExecutionException | TimeoutException e) {
            return new Decision.Refused("the cluster did not agree within " + LIMIT_SECONDS
                    + " s; see 'orion status' on " + settings.name() + " and try again with the same token");
        } catch (IllegalArgumentException e) {
            return new Decision.Refused(SetupException.reason(e));
        }
    }

    private Decision admit(Life current, Newcomer newcomer)
            throws InterruptedException, ExecutionException, TimeoutException {
        NodeView before = view(current);
        ClusterConfiguration configuration = before.state().configuration();
        Optional<NodeId> number =
                newcomer.before().or(() -> neverCame(newcomer, before)).or(() -> freeNumber(before));
        if (number.isEmpty()) {
            return new Decision.Refused(
                    "cluster " + configuration.clusterName() + " has all " + NodeId.LARGEST + " nodes it can have");
        }
        NodeDefinition definition = new NodeDefinition(number.get(), newcomer.name(), newcomer.links());
        Output.Answer answer = current.ask(new Request.AddNode(definition)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!answer.accepted()) {
            return new Decision.Refused(answer.text());
        }
        // The answer comes from the master; this node makes the change its own with the commit that follows.
        NodeView view = view(current);
        for (int i = 0; i < 100 && !view.state().configuration().nodes().containsKey(number.get()); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            view = view(current);
        }
        return new Decision.Admitted(number.get(), settings.cluster(), view.state(), settings.board());
    }

    private static NodeView view(Life current) throws InterruptedException, ExecutionException, TimeoutException {
        return current.view().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /// The number of a node that was let in under this name and these addresses, and was never a member: whoever set it
    /// up could not finish, and tries again with another token.
    private static Optional<NodeId> neverCame(Newcomer newcomer, NodeView view) {
        return view.state().configuration().nodes().values().stream()
                .filter(node ->
                        node.name().equals(newcomer.name()) && node.links().equals(newcomer.links()))
                .map(NodeDefinition::id)
                .filter(node -> !view.generation().admitted().containsKey(node))
                .findFirst();
    }

    /// A number that no node ever had, as long as there is one: a removed node that turns up again must not be taken
    /// for its successor.
    private static Optional<NodeId> freeNumber(NodeView view) {
        List<NodeId> free = IntStream.rangeClosed(1, NodeId.LARGEST)
                .mapToObj(NodeId::new)
                .filter(number -> !view.state().configuration().nodes().containsKey(number))
                .toList();
        return free.stream()
                .filter(number -> !view.generation().admitted().containsKey(number))
                .findFirst()
                .or(() -> free.stream().findFirst());
    }
}
