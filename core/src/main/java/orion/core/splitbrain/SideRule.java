package orion.core.splitbrain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import orion.core.model.NodeId;
import orion.core.model.NodeSet;

/// Which side lives when not everybody hears everybody. A rule for *proposing* only: safety never depends on
/// it, but all who see the same board compute the same answer.
///
/// A side is a group in which everybody hears everybody. The best side, in this order: more nodes; more nodes
/// with a network link up; the one with the master; the one with the highest node number.
public final class SideRule {
    /// What is known of a node that shows signs of life.
    public record Standing(SortedSet<NodeId> hears, boolean linkUp) {}

    private final int[] neighbours = new int[NodeId.LARGEST];
    private final List<Integer> sides = new ArrayList<>();
    private int living;
    private int linked;

    private SideRule(SortedMap<NodeId, Standing> standings) {
        int[] hears = new int[NodeId.LARGEST];
        standings.forEach((node, standing) -> {
            hears[node.number() - 1] = NodeSet.copyOf(standing.hears()).bits();
            living |= NodeSet.bit(node);
            linked |= standing.linkUp() ? NodeSet.bit(node) : 0;
        });
        for (NodeId node : standings.keySet()) {
            int i = node.number() - 1;
            // Each pair once: those before it have seen to it.
            for (int rest = hears[i] & living & (-2 << i); rest != 0; rest &= rest - 1) {
                int other = Integer.numberOfTrailingZeros(rest);
                boolean mutual = (hears[other] >> i & 1) == 1;
                neighbours[i] |= mutual ? 1 << other : 0;
                neighbours[other] |= mutual ? 1 << i : 0;
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
        rule.collect(0, rule.living, 0);
        int masterBit = master.map(NodeSet::bit).orElse(0);
        Comparator<Integer> order = Comparator.<Integer>comparingInt(Integer::bitCount)
                .thenComparingInt(side -> Integer.bitCount(side & rule.linked))
                .thenComparing(side -> (side & masterBit) != 0)
                .thenComparing(Integer::compareUnsigned);
        int best = 0;
        for (int side : rule.sides) {
            best = order.compare(side, best) > 0 ? side : best;
        }
        return NodeSet.ofBits(best);
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
}
