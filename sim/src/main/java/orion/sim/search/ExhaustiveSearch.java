package orion.sim.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Tries everything that can happen from a scene on, to a depth: depth first, and never twice from the same world with
/// no more steps left than the first time.
final class ExhaustiveSearch {
    /// What a search found.
    ///
    /// @param worlds    different ones that were looked at
    /// @param steps     that were taken
    /// @param violation what was broken, if anything; everything was tried where nothing was
    /// @param story     the steps that led there
    /// @param decided   the most generations that any world had known
    /// @param removals  worlds with a member of which another one knows that it was removed while it was let in
    /// @param reached   whether any world was as the scene is there for
    record Found(
            long worlds,
            long steps,
            Optional<String> violation,
            List<Step> story,
            int decided,
            long removals,
            boolean reached) {}

    private final ObjectGraph graph = new ObjectGraph();
    private final Map<Long, Integer> searched = new HashMap<>();
    private final Deque<Step> path = new ArrayDeque<>();
    private long steps;
    private int decided;
    private long removals;
    private boolean reached;
    private final Predicate<SmallWorld> goal;
    private Optional<String> violation = Optional.empty();
    private List<Step> story = List.of();

    ExhaustiveSearch() {
        this(_ -> false);
    }

    /// @param goal what a scene is there to reach
    ExhaustiveSearch(Predicate<SmallWorld> goal) {
        this.goal = goal;
    }

    /// Searches from a scene, which stays as it is.
    ///
    /// @param depth how many steps to take at most
    Found from(SmallWorld scene, int depth) {
        search(graph.copy(scene), depth);
        return new Found(searched.size(), steps, violation, story, decided, removals, reached);
    }

    private void search(SmallWorld world, int left) {
        decided = Math.max(decided, world.generations());
        reached |= goal.test(world);
        if (world.broken().isPresent()) {
            violation = world.broken();
            story = new ArrayList<>(path.reversed());
            return;
        }
        long print = graph.fingerprint(world);
        Integer before = searched.get(print);
        if (before != null && before >= left) {
            return;
        }
        removals += before == null && world.knowsOneRemoved() ? 1 : 0;
        searched.put(print, left);
        if (left == 0) {
            return;
        }
        for (Step step : world.steps()) {
            SmallWorld next = graph.copy(world);
            next.take(step);
            steps++;
            path.push(step);
            search(next, left - 1);
            path.pop();
            if (violation.isPresent()) {
                return;
            }
        }
    }
}
