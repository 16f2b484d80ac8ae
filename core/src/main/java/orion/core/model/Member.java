package orion.core.model;

/// One life of a node: its number and the incarnation its daemon took at start. A node that was excluded comes
/// back only as a new member, never as the old one (rule A1: an excluded incarnation is never readmitted).
public record Member(NodeId node, long incarnation) implements Comparable<Member> {
    public Member {
        if (incarnation < 1) {
            throw new IllegalArgumentException("incarnation " + incarnation + " of " + node + " is not positive");
        }
    }

    @Override
    public int compareTo(Member other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : Long.compare(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        return node + "." + incarnation;
    }
}
