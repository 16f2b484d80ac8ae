package orion.node.daemon;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
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
    private final Writers writers;

    /// Tells which numbers have a block on the white board.
    @FunctionalInterface
    interface Writers {
        /// Reads the board.
        Set<NodeId> onBoard() throws SetupException, InterruptedException;
    }

    Doorkeeper(NodeSettings settings, Supplier<Optional<Life>> life, Writers writers) {
        this.settings = settings;
        this.life = life;
        this.writers = writers;
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
        } catch (SetupException | IllegalArgumentException e) {
            return new Decision.Refused(SetupException.reason(e));
        }
    }

    /// Whoever is no member cannot say: a node may have been removed since.
    @Override
    public boolean belongs(String name) {
        try {
            Optional<Life> current = life.get();
            if (current.isEmpty()) {
                return false;
            }
            NodeView view = view(current.get());
            return view.standing() == Standing.MEMBER
                    && view.state().configuration().nodeNamed(name).isPresent();
        } catch (ExecutionException | TimeoutException unknown) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Decision admit(Life current, Newcomer newcomer)
            throws InterruptedException, ExecutionException, TimeoutException, SetupException {
        NodeView before = view(current);
        ClusterConfiguration configuration = before.state().configuration();
        Optional<NodeId> number = newcomer.before().or(() -> neverCame(newcomer, before));
        if (number.isEmpty()) {
            number = freeNumber(
                    configuration.nodes().keySet(),
                    before.generation().admitted().keySet(),
                    writers);
        }
        if (number.isEmpty()) {
            return new Decision.Refused(noNumber(configuration));
        }
        NodeDefinition definition = new NodeDefinition(number.get(), newcomer.name(), newcomer.links());
        Output.Answer answer = current.ask(new Request.Edit(
                        List.of(new Change.AddNode(definition)),
                        new Author("enrolment", settings.name(), ""),
                        System.currentTimeMillis() / 1_000,
                        OptionalLong.empty(),
                        false))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!answer.accepted()) {
            return new Decision.Refused(answer.text());
        }
        // The answer comes from the master; this node makes the change its own with the commit that follows.
        NodeView view = view(current);
        for (int i = 0; i < 100 && !view.state().configuration().nodes().containsKey(number.get()); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            view = view(current);
        }
        return new Decision.Admitted(number.get(), settings.cluster(), view.state(), settings.boards());
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

    /// A number that no node ever had, as long as there is one; then one whose block on the white board has been
    /// emptied.
    /// A removed node that turns up again must not be taken for its successor, nor the successor for it.
    static Optional<NodeId> freeNumber(Set<NodeId> configured, Set<NodeId> admitted, Writers writers)
            throws SetupException, InterruptedException {
        List<NodeId> free = IntStream.rangeClosed(1, NodeId.LARGEST)
                .mapToObj(NodeId::new)
                .filter(number -> !configured.contains(number))
                .toList();
        Optional<NodeId> unused =
                free.stream().filter(number -> !admitted.contains(number)).findFirst();
        if (unused.isPresent() || free.isEmpty()) {
            return unused;
        }
        Set<NodeId> onBoard = writers.onBoard();
        return free.stream().filter(number -> !onBoard.contains(number)).findFirst();
    }

    private static String noNumber(ClusterConfiguration configuration) {
        String all = "cluster " + configuration.clusterName() + " has ";
        return configuration.nodes().size() == NodeId.LARGEST
                ? all + "all " + NodeId.LARGEST + " nodes it can have"
                : all + "used all " + NodeId.LARGEST
                        + " numbers of nodes, and the white board still holds the blocks of"
                        + " those removed, who could turn up again; when they are gone for good, empty their blocks with"
                        + " 'orion sbd init', and try again with the same token";
    }
}
