package orion.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One link of the chain of memberships (the original's epoch), decided exactly once on the white board and
/// never undone.
///
/// @param number   1 for the first; generation `n + 1` is decided by a member of generation `n` (or by a cold
///                 start)
/// @param run      number of the generation with which the present run of the cluster began (the last cold start)
/// @param level    of the protocol, at which its members act; never lower than in the generation before
/// @param decider  who proposed it
/// @param members  node numbers of those in it; their incarnations are in `admitted`
/// @param excluded the poison pills: nodes cast out whose end the decider could not yet prove. Nobody starts
///                 anything in this generation before each of them is proven gone.
/// @param admitted the highest incarnation ever admitted of each node, members and former members alike: what
///                 makes readmission of an old incarnation impossible (rule A1)
public record Generation(
        long number,
        long run,
        int level,
        NodeId decider,
        SortedSet<NodeId> members,
        SortedSet<NodeId> excluded,
        SortedMap<NodeId, Long> admitted) {

    /// What a board that has never held a cluster says: nobody is in, nobody ever was.
    public static final Generation NONE =
            new Generation(0, 0, Levels.NONE, new NodeId(1), NodeSet.NONE, NodeSet.NONE, new TreeMap<>());

    public Generation {
        members = NodeSet.copyOf(members);
        excluded = NodeSet.copyOf(excluded);
        admitted = Collections.unmodifiableSortedMap(new NodeMap<>(admitted));
        if (number < 0 || run > number) {
            throw new IllegalArgumentException("generation " + number + " of run " + run + " cannot be");
        }
        if (level < Levels.NONE || level > Levels.LAST) {
            throw new IllegalArgumentException("there is no level " + level + " of the protocol");
        }
        for (NodeId node : members) {
            if (!admitted.containsKey(node) || excluded.contains(node)) {
                throw new IllegalArgumentException(
                        node + " is in generation " + number + " without being admitted to it");
            }
        }
        for (NodeId node : excluded) {
            if (!admitted.containsKey(node)) {
                throw new IllegalArgumentException(
                        node + " is excluded from generation " + number + " but was never in one");
            }
        }
    }

    /// The next one, with these members.
    ///
    /// @param unproven  lives cast out earlier whose end the decider cannot prove: they stay condemned
    /// @param coldStart whether a new run of the cluster begins with it
    public Generation successor(
            NodeId by, int atLevel, SortedSet<Member> next, SortedSet<Member> unproven, boolean coldStart) {
        SortedMap<NodeId, Long> everAdmitted = new TreeMap<>(admitted);
        SortedSet<NodeId> nodes = new TreeSet<>();
        for (Member member : next) {
            everAdmitted.put(member.node(), member.incarnation());
            nodes.add(member.node());
        }
        SortedSet<NodeId> castOut = new TreeSet<>(members);
        for (Member gone : unproven) {
            castOut.add(gone.node());
        }
        castOut.removeAll(nodes);
        return new Generation(number + 1, coldStart ? number + 1 : run, atLevel, by, nodes, castOut, everAdmitted);
    }

    /// Whether exactly this life of the node is in.
    public boolean has(Member member) {
        return members.contains(member.node()) && incarnationOf(member.node()) == member.incarnation();
    }

    /// Whether this life of the node was in this generation or an earlier one.
    public boolean everHad(Member member) {
        return incarnationOf(member.node()) >= member.incarnation();
    }

    /// The member or former member with this number, if there ever was one.
    public Optional<Member> admittedMember(NodeId node) {
        Long incarnation = admitted.get(node);
        return incarnation == null ? Optional.empty() : Optional.of(new Member(node, incarnation));
    }

    /// All members with their incarnations, by number.
    public SortedSet<Member> fullMembers() {
        return withIncarnations(members);
    }

    /// All excluded lives that the decider could not yet prove gone, by number.
    public SortedSet<Member> condemned() {
        return withIncarnations(excluded);
    }

    private SortedSet<Member> withIncarnations(SortedSet<NodeId> nodes) {
        SortedSet<Member> result = new TreeSet<>();
        for (NodeId node : nodes) {
            result.add(new Member(node, incarnationOf(node)));
        }
        return result;
    }

    private long incarnationOf(NodeId node) {
        Long incarnation = admitted.get(node);
        return incarnation == null ? 0 : incarnation;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("generation ").append(number).append(" {");
        String separator = "";
        for (Member member : fullMembers()) {
            text.append(separator).append(member.node().number()).append('.').append(member.incarnation());
            separator = " ";
        }
        text.append('}');
        if (!excluded.isEmpty()) {
            text.append(" without");
            condemned()
                    .forEach(gone -> text.append(' ')
                            .append(gone.node().number())
                            .append('.')
                            .append(gone.incarnation()));
        }
        return text.toString();
    }
}
