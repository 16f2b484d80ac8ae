package orion.core.wire;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.NodeMap;
import orion.core.model.NodeSet;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;

/// Everything nodes say to each other. Each message may be lost, doubled or late without harm: whoever needs
/// an answer repeats the question.
public sealed interface Message {

    /// What members say to each other about the agreed state; nobody else is listened to.
    sealed interface AboutState extends Message {}

    /// A sign of life, sent to every configured node on every link once per heartbeat interval.
    ///
    /// @param levels         of the protocol that the sender speaks
    /// @param generation     the sender's generation, 0 while it is in none
    /// @param wantsIn        the sender is outside and asks to be let in
    /// @param hears          nodes whose heartbeats reached the sender within the tolerance
    /// @param linkUp         whether the sender has a link with a carrier
    /// @param boardHealthy   whether the sender can write and read the white board
    /// @param tick           how many board cycles the sender had begun; a later one wrote newer words than this
    /// @param asked          the sender's own time of sending: a request to renew its lease from then on
    /// @param grants         for each node whose renewal the sender grants: that node's `asked`
    /// @param powerOff       members and excluded ones that the sender knows for certain to have no power (rule T2)
    /// @param state          the newest state the sender has made its own
    /// @param worstPause     the longest of late for which the sender's own loop did not run
    /// @param recentPause    one that ended within the tolerance before this was sent, if it is worth telling about
    /// @param boardMillis    how long a cycle on the white board took the sender at worst of late
    record Heartbeat(
            Levels levels,
            long generation,
            boolean wantsIn,
            SortedSet<NodeId> hears,
            boolean linkUp,
            boolean boardHealthy,
            long tick,
            long asked,
            SortedMap<NodeId, Long> grants,
            SortedSet<Member> powerOff,
            StateId state,
            Pause worstPause,
            Pause recentPause,
            int boardMillis)
            implements Message {
        public Heartbeat {
            hears = NodeSet.copyOf(hears);
            grants = Collections.unmodifiableSortedMap(new NodeMap<>(grants));
            powerOff = Collections.unmodifiableSortedSet(new TreeSet<>(powerOff));
        }

        /// Whether it says the same as an earlier one about who is in, who is heard, who is off and what works: all but
        /// times.
        public boolean repeats(Heartbeat earlier) {
            return generation == earlier.generation
                    && wantsIn == earlier.wantsIn
                    && hears.equals(earlier.hears)
                    && linkUp == earlier.linkUp
                    && boardHealthy == earlier.boardHealthy
                    && powerOff.equals(earlier.powerOff);
        }
    }

    /// The coordinator asks: shall these be the members of the generation after `base`, at this level of the protocol?
    record ViewPrepare(long proposal, long base, int level, SortedSet<Member> members) implements Message {
        public ViewPrepare {
            members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        }
    }

    /// The answer, with the reason for a no.
    record ViewVote(long proposal, boolean accepted, String reason) implements Message {}

    /// A generation has been decided and published on the board.
    record GenerationDecided(Generation generation) implements Message {}

    /// A node outside asks a member for what has been agreed on since the state it knows (rule M3).
    record StateInquiry(StateId known) implements Message {}

    /// The answer: what the member knows all have agreed on.
    record StateNews(ClusterState state) implements Message {}

    /// To the master of a new generation: I know it, I act in no earlier one, and this is my newest state.
    ///
    /// @param run    the run of the cluster that state belongs to, 0 where this life was never a member
    /// @param newest the state, a transaction in doubt counted as made: all that was ever committed is in it
    record StateReport(long generation, long run, StateId newest) implements AboutState {}

    /// The master asks the one who reported the newest state for it.
    record StateFetch(long generation) implements AboutState {}

    /// The answer: the state, with the transaction in doubt applied where there was one.
    record StateCopy(long generation, ClusterState state) implements AboutState {}

    /// The master has reports of all members: this is the state the generation begins with.
    record StateInstall(ClusterState state) implements AboutState {}

    /// The answer: I have made it mine.
    record StateInstalled(StateId id) implements AboutState {}

    /// First phase of a change: keep this, do not make it yet.
    record Prepare(Transaction transaction) implements AboutState {}

    /// The answer: kept.
    record Prepared(StateId id) implements AboutState {}

    /// Second phase: all have it, make it.
    record Commit(StateId id) implements AboutState {}

    /// A member asks the master for something, or reports to it; repeated until answered.
    record MasterRequest(long number, Request request) implements AboutState {}

    /// The answer; `accepted` after the change was committed, otherwise with the reason.
    ///
    /// @param edit the number of the newest edit by then, where it was about edits; otherwise 0
    record MasterAnswer(long number, boolean accepted, long edit, String text) implements Message {
        /// An answer to something else than an edit.
        public MasterAnswer(long number, boolean accepted, String text) {
            this(number, accepted, 0, text);
        }
    }
}
