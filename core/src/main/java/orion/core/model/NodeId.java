package orion.core.model;

/// A node's permanent number, 1 to 32, given when it is enrolled. It is also the node's place on the white board.
public record NodeId(int number) implements Comparable<NodeId> {
    /// The largest cluster: the original's limit.
    public static final int LARGEST = 32;

    public NodeId {
        if (number < 1 || number > LARGEST) {
            throw new IllegalArgumentException("node number " + number + " is not between 1 and " + LARGEST);
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "node " + number;
    }
}
