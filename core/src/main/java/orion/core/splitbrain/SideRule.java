package orion.core.splitbrain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.NodeId;

/// Which side lives when not everybody hears everybody. A rule for *proposing* only: safety never depends on it, but
/// all
/// who see the same board compute the same answer.
///
/// A side is a group in which everybody hears everybody. The best side, in this order: more nodes; more nodes with a
/// network
/// link up; the one with the master; the one with the highest node number.
public final class SideRule {
    /// What is known of a node that shows signs of life.
    public record Standing(SortedSet<NodeId> hears, boolean linkUp) {}

    private final List<NodeId> nodes;
    private final List<Standing> standings;
    private final int[] neighbours;
    private final List<Integer> sides = new ArrayList<>();

    private SideRule(SortedMap<NodeId, Standing> living) {
        nodes = new ArrayList<>(living.keySet());
        standings = new ArrayList<>(living.values());
        neighbours = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = 0; j < nodes.size(); j++) {
                boolean mutual = i != j
                        && standings.get(i).hears().contains(nodes.get(j))
                        && standings.get(j).hears().contains(nodes.get(i));
                neighbours[i] |= mutual ? 1 << j : 0;
            }
        }
    }

    /// The side that lives.
    ///
    /// @param living every node with signs of life on the network or the board
    /// @param master the master of the present generation, if it has one
    /// @return the survivors; empty only where `living` is
    public static SortedSet<NodeId> survivors(SortedMap<NodeId, Standing> living, Optional<NodeId> master) {
        SideRule rule = new SideRule(living);
        rule.collect(0, rule.nodes.isEmpty() ? 0 : -1 >>> (32 - rule.nodes.size()), 0);
        Comparator<SortedSet<NodeId>> order = Comparator.<SortedSet<NodeId>>comparingInt(SortedSet::size)
                .thenComparingInt(rule::linksUp)
                .thenComparing(side -> master.isPresent() && side.contains(master.get()))
                .thenComparing(SideRule::compareHighestNumbers);
        SortedSet<NodeId> best = new TreeSet<>();
        for (int side : rule.sides) {
            SortedSet<NodeId> candidate = rule.nodesOf(side);
            if (order.compare(candidate, best) > 0) {
                best = candidate;
            }
        }
        return best;
    }

    /// All maximal groups of mutual hearing (Bron and Kerbosch, with a pivot); sets are bit masks.
    private void collect(int chosen, int candidates, int done) {
        if (candidates == 0 && done == 0) {
            sides.add(chosen);
            return;
        }
        int remaining = candidates & ~neighbours[pivot(candidates, done)];
        int open = candidates;
        int closed = done;
        while (remaining != 0) {
            int node = Integer.numberOfTrailingZeros(remaining);
            int bit = 1 << node;
            collect(chosen | bit, open & neighbours[node], closed & neighbours[node]);
            open &= ~bit;
            closed |= bit;
            remaining &= ~bit;
        }
    }

    private int pivot(int candidates, int done) {
        int best = Integer.numberOfTrailingZeros(candidates | done);
        for (int rest = candidates | done; rest != 0; rest &= rest - 1) {
            int node = Integer.numberOfTrailingZeros(rest);
            if (Integer.bitCount(neighbours[node] & candidates) > Integer.bitCount(neighbours[best] & candidates)) {
                best = node;
            }
        }
        return best;
    }

    private SortedSet<NodeId> nodesOf(int side) {
        SortedSet<NodeId> members = new TreeSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            if ((side & 1 << i) != 0) {
                members.add(nodes.get(i));
            }
        }
        return members;
    }

    private int linksUp(SortedSet<NodeId> side) {
        int count = 0;
        for (int i = 0; i < nodes.size(); i++) {
            count += side.contains(nodes.get(i)) && standings.get(i).linkUp() ? 1 : 0;
        }
        return count;
    }

    private static int compareHighestNumbers(SortedSet<NodeId> left, SortedSet<NodeId> right) {
        Iterator<NodeId> lefts = left.reversed().iterator();
        Iterator<NodeId> rights = right.reversed().iterator();
        while (lefts.hasNext() && rights.hasNext()) {
            int byNumber = lefts.next().compareTo(rights.next());
            if (byNumber != 0) {
                return byNumber;
            }
        }
        return 0;
    }
}
