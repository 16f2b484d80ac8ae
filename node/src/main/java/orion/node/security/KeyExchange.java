package orion.node.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;
import orion.node.api.KeysData;

/// Exchanges the keys of the cluster while it runs; nobody leads, and each step is taken by each node for itself:
///
/// 1. One node makes a new pair and accepts it beside the old one. Each of its datagrams tells that it has it.
/// 2. Whoever hears of it fetches it ([KeyHandOver]), and accepts and tells it too. Two nodes send to each other with
///    the newest key that both have.
/// 3. When a node knows that *all configured* nodes have the new pair, it writes with it on the white board,
///    and no longer accepts datagrams of the old one.
/// 4. When nothing on the board needs the old pair any more, it is forgotten.
///
/// Each step is in the node's file before anybody can notice it, so that a crash in between loses none.
public final class KeyExchange {
    private final Path directory;
    private final NodeIdentity identity;
    private final Board board;
    private final Consumer<String> journal;
    private final Set<String> toldSinceLastStep = new HashSet<>();
    private volatile Obstacle obstacle = Obstacle.NONE;
    private int turn;

    /// What is waited for.
    ///
    /// @param text  the end of a sentence; empty where nothing is
    /// @param nodes their names
    private record Obstacle(String text, List<String> nodes) {
        private static final Obstacle NONE = new Obstacle("", List.of());
    }

    /// The white board, as far as it has to do with keys.
    @FunctionalInterface
    public interface Board {
        /// Writes what this node may write anew with the key that writes now, on all disks.
        ///
        /// @param writers the nodes that are to write: while their block is empty, nobody knows with which key
        /// @return whose blocks or copies still need an earlier key, or may soon
        /// @throws IOException where not all disks could be written and read
        SortedSet<Integer> renewProofs(SortedSet<Integer> writers) throws IOException, InterruptedException;
    }

    /// @param journal gets a sentence for each step
    public KeyExchange(Path directory, NodeIdentity identity, Board board, Consumer<String> journal) {
        this.directory = directory;
        this.identity = identity;
        this.board = board;
        this.journal = journal;
    }

    /// Makes a new pair.
    ///
    /// @return what happens now, in a sentence
    /// @throws IdentityException with one sentence, where the last exchange is not over
    public synchronized String begin() throws IOException {
        if (!identity.clusterKeys().isSettled()) {
            throw new IdentityException("the keys are being exchanged already" + obstacle.text());
        }
        exchange(identity.clusterKeys().withNew(), "new keys were made");
        return "new keys are made; each node fetches them, and when all nodes have them the old ones are forgotten;"
                + " 'orion keys' tells how far that is";
    }

    /// Whether none is going on, as far as this node has heard. Neither this nor what is told waits for a step: that
    /// may last while another node or a disk is silent.
    public boolean isOver() {
        return identity.clusterKeys().isSettled() && !identity.datagramKeys().lackSomebodysNewest();
    }

    /// How far it is, in a sentence.
    public String told() {
        return isOver()
                ? "the keys of the cluster are in use by all nodes"
                : "the keys of the cluster are being exchanged" + obstacle.text();
    }

    /// The same for programs.
    public KeysData data() {
        Obstacle waits = obstacle;
        return isOver()
                ? new KeysData("settled", List.of(), "")
                : new KeysData("exchanging", waits.nodes(), waits.text().replaceFirst("^; ", ""));
    }

    /// What weakens the protection while an exchange cannot go on, and what to do, in a sentence.
    public Optional<String> warning() {
        String waits = obstacle.text();
        return isOver() || waits.isEmpty()
                ? Optional.empty()
                : Optional.of("the earlier keys of the cluster are still good, because their exchange waits" + waits);
    }

    /// Fetches what this node lacks, and takes the steps that can be taken now. Called again and again by one thread
    /// of each node.
    ///
    /// @param others  all other nodes, as far as they are known
    /// @param mayStep whether this node is a member, and so knows for certain who belongs to the cluster
    /// @return whether there are other keys now
    public boolean proceed(SortedMap<NodeId, NodeDefinition> others, boolean mayStep) throws InterruptedException {
        ClusterKeys before = identity.clusterKeys();
        try {
            List<NodeDefinition> holders = others.values().stream()
                    .filter(node -> identity.datagramKeys().lacksNewestOf(node.id()))
                    .toList();
            if (!holders.isEmpty()) {
                // One after the other: whoever cannot be reached, or has nothing of use, must not hide the rest.
                fetch(holders.get(turn++ % holders.size()));
            }
            if (mayStep) {
                takeStep(others);
            }
        } catch (IOException failed) {
            waitsFor(new Obstacle("; " + failed.getMessage(), List.of()));
        }
        return identity.clusterKeys() != before;
    }

    /// Whoever is asked may be silent for seconds, in which others may want to begin an exchange.
    private void fetch(NodeDefinition holder) throws IOException {
        ClusterKeys theirs =
                KeyHandOver.ask(identity, holder.name(), holder.links().getFirst());
        synchronized (this) {
            ClusterKeys next = identity.clusterKeys().with(theirs);
            if (next != identity.clusterKeys()) {
                exchange(next, "new keys were fetched from " + holder.name());
            }
        }
    }

    private synchronized void takeStep(SortedMap<NodeId, NodeDefinition> others)
            throws IOException, InterruptedException {
        if (!identity.clusterKeys().isSettled()) {
            waitsFor(step(others));
        }
    }

    private synchronized void waitsFor(Obstacle what) {
        if (!what.text().isEmpty() && toldSinceLastStep.add(what.text())) {
            journal.accept("the keys of the cluster are being exchanged" + what.text());
        }
        obstacle = what;
    }

    /// One step.
    ///
    /// @return what is waited for
    private Obstacle step(SortedMap<NodeId, NodeDefinition> others) throws IOException, InterruptedException {
        List<String> without = others.values().stream()
                .filter(node -> !identity.datagramKeys().hasNewest(node.id()))
                .map(NodeDefinition::name)
                .toList();
        if (!without.isEmpty()) {
            return new Obstacle(
                    "; it is not known yet that all nodes have the new ones: " + String.join(", ", without)
                            + " must be heard with them, or be removed with 'orion node remove'",
                    without);
        }
        ClusterKeys keys = identity.clusterKeys();
        if (!keys.writesWithNewest()) {
            exchange(keys.writingWithNewest(), "all nodes have the new keys; the white board is written with them");
        } else if (keys.hasEarlierDatagramKeys()) {
            exchange(keys.withoutEarlierDatagramKeys(), "datagrams with earlier keys are no longer accepted");
        }
        SortedSet<Integer> writers = new TreeSet<>();
        others.keySet().forEach(node -> writers.add(node.number()));
        SortedSet<Integer> stale = board.renewProofs(writers);
        if (stale.isEmpty()) {
            if (!identity.clusterKeys().hasEarlierDatagramKeys()) {
                exchange(identity.clusterKeys().newestOnly(), "the earlier keys are forgotten");
            }
            return Obstacle.NONE;
        }
        List<String> names =
                stale.stream().map(number -> nameOf(number, others)).toList();
        return new Obstacle(
                "; on the white board not everything is written with the new ones yet, of "
                        + String.join(", ", names)
                        + ": who runs writes it anew by itself; let one that is away join, and empty the block of one that was"
                        + " removed for good with 'orion sbd init'",
                names);
    }

    private static String nameOf(int number, SortedMap<NodeId, NodeDefinition> others) {
        NodeDefinition node = others.get(new NodeId(number));
        return node == null ? "node number " + number : node.name();
    }

    private void exchange(ClusterKeys next, String sentence) throws IOException {
        identity.exchange(directory, next);
        toldSinceLastStep.clear();
        journal.accept(sentence);
    }
}
