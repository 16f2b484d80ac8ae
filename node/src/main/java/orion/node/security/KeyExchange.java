package orion.node.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;
import orion.core.configuration.NodeDefinition;
import orion.core.model.NodeId;

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
    private volatile String obstacle = "";
    private int turn;

    /// The white board, as far as it has to do with keys.
    @FunctionalInterface
    public interface Board {
        /// Writes what this node may write anew with the key that writes now, on all disks.
        ///
        /// @return whose blocks or copies still need an earlier key
        /// @throws IOException where not all disks could be written and read
        SortedSet<Integer> renewProofs() throws IOException, InterruptedException;
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
            throw new IdentityException("the keys are being exchanged already" + obstacle);
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
                : "the keys of the cluster are being exchanged" + obstacle;
    }

    /// What weakens the protection while an exchange cannot go on, and what to do, in a sentence.
    public Optional<String> warning() {
        String waits = obstacle;
        return isOver() || waits.isEmpty()
                ? Optional.empty()
                : Optional.of("the earlier keys of the cluster are still good, because their exchange waits" + waits);
    }

    /// Takes the steps that can be taken now. Called again and again, in each node.
    ///
    /// @param others all other configured nodes
    /// @return whether a step was taken
    public synchronized boolean proceed(SortedMap<NodeId, NodeDefinition> others) throws InterruptedException {
        ClusterKeys before = identity.clusterKeys();
        try {
            List<NodeDefinition> holders = others.values().stream()
                    .filter(node -> identity.datagramKeys().lacksNewestOf(node.id()))
                    .toList();
            if (!holders.isEmpty()) {
                // One after the other: whoever cannot be reached, or has nothing of use, must not hide the rest.
                fetch(holders.get(turn++ % holders.size()));
            }
            if (!identity.clusterKeys().isSettled()) {
                waitsFor(step(others));
            }
        } catch (IOException failed) {
            waitsFor("; " + failed.getMessage());
        }
        return identity.clusterKeys() != before;
    }

    private void waitsFor(String what) {
        if (!what.isEmpty() && toldSinceLastStep.add(what)) {
            journal.accept("the keys of the cluster are being exchanged" + what);
        }
        obstacle = what;
    }

    private void fetch(NodeDefinition holder) throws IOException {
        ClusterKeys theirs =
                KeyHandOver.ask(identity, holder.name(), holder.links().getFirst());
        ClusterKeys next = identity.clusterKeys().with(theirs);
        if (next != identity.clusterKeys()) {
            exchange(next, "new keys were fetched from " + holder.name());
        }
    }

    /// One step.
    ///
    /// @return what is waited for, as the end of a sentence
    private String step(SortedMap<NodeId, NodeDefinition> others) throws IOException, InterruptedException {
        List<String> without = others.values().stream()
                .filter(node -> !identity.datagramKeys().hasNewest(node.id()))
                .map(NodeDefinition::name)
                .toList();
        if (!without.isEmpty()) {
            return "; it is not known yet that all nodes have the new ones: " + String.join(", ", without)
                    + " must be heard with them, or be removed with 'orion node remove'";
        }
        ClusterKeys keys = identity.clusterKeys();
        if (!keys.writesWithNewest()) {
            exchange(keys.writingWithNewest(), "all nodes have the new keys; the white board is written with them");
        } else if (keys.hasEarlierDatagramKeys()) {
            exchange(keys.withoutEarlierDatagramKeys(), "datagrams with earlier keys are no longer accepted");
        }
        SortedSet<Integer> stale = board.renewProofs();
        if (stale.isEmpty()) {
            if (!identity.clusterKeys().hasEarlierDatagramKeys()) {
                exchange(identity.clusterKeys().newestOnly(), "the earlier keys are forgotten");
            }
            return "";
        }
        return "; on the white board still stands what was written with the old ones, of "
                + String.join(
                        ", ",
                        stale.stream().map(number -> nameOf(number, others)).toList())
                + ": who runs writes it anew by itself; let one that is away join, and empty the block of one that was"
                + " removed for good with 'orion sbd init'";
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
