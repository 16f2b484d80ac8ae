package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import orion.core.resource.ClusterState;

/// What a host remembers of the agreed state: on its own disk, and soon after as its copy on the white board.
final class StateMemory {
    private static final long RETRY_MICROS = 500_000;

    private final SimHost host;
    private ClusterState onDisk;
    private boolean copying;
    /// The number of the newest edit that is on the board, too, and who waits for a later one.
    private long copiedEdit;
    private final SortedMap<Long, List<Runnable>> waiting = new TreeMap<>();

    StateMemory(SimHost host, ClusterState first) {
        this.host = host;
        this.onDisk = first;
    }

    ClusterState onDisk() {
        return onDisk;
    }

    /// Remembers a state without telling anybody.
    void put(ClusterState state) {
        onDisk = state;
    }

    /// Remembers a state and copies it to the board; what is agreed on meanwhile follows it there.
    void keep(ClusterState state) {
        onDisk = state;
        if (!copying) {
            copying = true;
            copy();
        }
    }

    /// Does something as soon as that edit is also on the board; never, where this host loses its power before.
    void whenCopied(long edit, Runnable then) {
        waiting.computeIfAbsent(edit, _ -> new ArrayList<>()).add(then);
        copied(copiedEdit);
    }

    private void copied(long edit) {
        copiedEdit = edit;
        SortedMap<Long, List<Runnable>> done = waiting.headMap(edit + 1);
        List<Runnable> told = done.values().stream().flatMap(List::stream).toList();
        done.clear();
        told.forEach(Runnable::run);
    }

    private void copy() {
        ClusterState state = onDisk;
        store(state, stored -> {
            if (host.daemon() == null || (stored && onDisk.equals(state))) {
                copying = false;
            } else if (stored) {
                copy();
            } else {
                host.laterAwake(RETRY_MICROS, this::copy);
            }
        });
    }

    private void store(ClusterState state, Consumer<Boolean> then) {
        host.cluster().board().storeCopy(host.id(), state, stored -> {
            if (stored) {
                host.cluster().note(new Fact.StateCopied(state));
            }
            host.whenAwake(() -> {
                if (stored) {
                    copied(state.configuration().version());
                }
                then.accept(stored);
            });
        });
    }

    /// Whatever was under way never ends.
    void powerCut() {
        copying = false;
        waiting.clear();
    }

    /// Before a life begins: remembers what is newer on the board, and has what this host remembers
    /// there before anybody can read of the new life. Tries until it succeeds.
    void refresh(Runnable then) {
        Runnable again = () -> host.laterAwake(RETRY_MICROS, () -> refresh(then));
        host.cluster()
                .board()
                .readCopies(
                        host.id(),
                        read -> host.whenAwake(() -> {
                            read.ifPresent(copies -> copies.forEach(this::takeNewer));
                            if (read.isPresent()) {
                                store(onDisk, stored -> (stored ? then : again).run());
                            } else {
                                again.run();
                            }
                        }));
    }

    private void takeNewer(ClusterState found) {
        boolean mine = found.configuration().nodes().containsKey(host.id());
        if (mine && found.id().compareTo(onDisk.id()) > 0) {
            onDisk = found;
        }
    }
}
