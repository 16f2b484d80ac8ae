package orion.core.splitbrain;

import java.util.Optional;
import java.util.SortedMap;
import orion.core.model.Generation;
import orion.core.model.NodeId;

/// Decides the next generation exactly once, by Disk Paxos over the white board. Needs no compare-and-swap
/// and no timing: any node may propose at any time, and all learn the same value or none.
///
/// 1. *Promising*: write a ballot higher than all seen, read all blocks. A higher ballot of somebody else:
///    begin again. Otherwise the value accepted with the highest ballot must be proposed, or, where there is
///    none, the own proposal.
/// 2. *Accepting*: write that value with the ballot, read all blocks. No higher ballot: it is decided.
///
/// A decided generation counts only once it is **published**: written as the newest generation in a block and read
/// back.
public final class GenerationDecision {
    /// Where the proposer stands.
    public enum Phase {
        /// nothing is proposed
        IDLE,
        /// waiting for the ballot to be on the board
        PROMISING,
        /// waiting for the value to be on the board
        ACCEPTING,
        /// decided, waiting for the publication to be on the board
        PUBLISHING
    }

    private final NodeId self;
    private Ballot ballot;
    private Phase phase = Phase.IDLE;
    private Generation proposal = Generation.NONE;

    /// Begins idle.
    ///
    /// @param onBoard what the own block said when this life began; a promise of an earlier life still binds
    public GenerationDecision(NodeId self, Ballot onBoard) {
        this.self = self;
        this.ballot = onBoard;
    }

    /// Proposes the successor of the newest generation. What is decided in the end may be somebody else's proposal.
    public void propose(Generation next, SortedMap<NodeId, WhiteBoard.Seen> board) {
        proposal = next;
        if (ballot.generation() != next.number()) {
            ballot = new Ballot(next.number(), 0, 0, Optional.empty());
        }
        long highest = ballot.promised();
        for (WhiteBoard.Seen entry : board.values()) {
            highest = Math.max(
                    highest,
                    sameDecision(entry.block()) ? entry.block().ballot().promised() : 0);
        }
        ballot = ballot.promise(Ballot.above(highest, self));
        phase = Phase.PROMISING;
    }

    /// Takes the outcome of a good cycle. Only a cycle that wrote the present ballot counts.
    ///
    /// @return the decided generation, once its publication is on the board
    public Optional<Generation> onCycle(WhiteBoard.Cycle cycle, SortedMap<NodeId, WhiteBoard.Seen> board) {
        if (phase == Phase.PUBLISHING) {
            if (cycle.written().newest().number() < proposal.number()) {
                return Optional.empty();
            }
            phase = Phase.IDLE;
            return Optional.of(proposal);
        }
        if (phase != Phase.IDLE && cycle.written().ballot().equals(ballot)) {
            advance(board);
        }
        return Optional.empty();
    }

    private void advance(SortedMap<NodeId, WhiteBoard.Seen> board) {
        Ballot highestAccepted = ballot;
        for (WhiteBoard.Seen entry : board.values()) {
            if (!sameDecision(entry.block()) || entry.block().writer().node().equals(self)) {
                continue;
            }
            Ballot other = entry.block().ballot();
            if (other.promised() > ballot.promised()) {
                // Rule D1: a higher ballot is always given way to; begin again above it.
                propose(proposal, board);
                return;
            }
            if (other.accepted() > highestAccepted.accepted()) {
                highestAccepted = other;
            }
        }
        if (phase == Phase.ACCEPTING) {
            proposal = ballot.value().orElseThrow();
            phase = Phase.PUBLISHING;
            return;
        }
        // Rule D2: a value that may already be decided is proposed again, never replaced.
        ballot = ballot.accept(highestAccepted.value().orElse(proposal));
        phase = Phase.ACCEPTING;
    }

    private boolean sameDecision(NodeBlock block) {
        return block.ballot().generation() == ballot.generation();
    }

    /// Gives up, because the generation was decided and published by somebody, or the reason to propose is
    /// gone. What is already on the board stays there and still binds.
    public void abandon() {
        phase = Phase.IDLE;
    }

    public Phase phase() {
        return phase;
    }

    /// What the own block must say of the decision.
    public Ballot ballot() {
        return ballot;
    }

    /// What the own block must publish: the decided generation, or `known` where nothing newer is decided.
    public Generation toPublish(Generation known) {
        return phase == Phase.PUBLISHING && proposal.number() > known.number() ? proposal : known;
    }

    /// The number of the generation that is being decided, 0 when idle.
    public long deciding() {
        return phase == Phase.IDLE ? 0 : proposal.number();
    }
}
