package orion.core.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.Outbox;
import orion.core.Output;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.wire.Message.MasterAnswer;
import orion.core.wire.Message.MasterRequest;

/// Brings requests to the master and answers back. The asker's side repeats a request to whoever is master
/// until it is answered; the master's side judges each request once and answers copies of it from memory,
/// after its change is committed.
public final class RequestDesk {
    /// What else is said to whoever loses touch with the cluster before there is an answer.
    public static final String IN_DOUBT =
            "; what was asked may or may not be done: look at the state on another node, then ask again there";

    private static final int REMEMBERED_ANSWERS = 256;

    private record Waiting(Request request, OptionalLong ticket, long askedAt) {}

    private record Origin(Member member, long number) implements Comparable<Origin> {
        @Override
        public int compareTo(Origin other) {
            int byMember = member.compareTo(other.member);
            return byMember != 0 ? byMember : Long.compare(number, other.number);
        }
    }

    private record Judged(Origin origin, MasterAnswer answer) {}

    private final Member self;
    private final Timing timing;
    private final SortedMap<Long, Waiting> waiting = new TreeMap<>();
    private final TreeMap<Origin, Request> queue = new TreeMap<>();
    private final List<Judged> uncommitted = new ArrayList<>();
    private final LinkedHashMap<Origin, MasterAnswer> answered = new LinkedHashMap<>();
    private long number;
    private long repeatAt = Long.MAX_VALUE;

    public RequestDesk(Member self, Timing timing) {
        this.self = self;
        this.timing = timing;
    }

    /// Asks the master; where a person waits for the answer, their ticket.
    public void ask(long now, Request request, OptionalLong ticket, NodeId master, Outbox outbox) {
        number++;
        waiting.put(number, new Waiting(request, ticket, now));
        deliver(number, request, master, outbox);
        repeatAt = Math.min(repeatAt, now + timing.repeatMillis());
    }

    private void deliver(long ofNumber, Request request, NodeId master, Outbox outbox) {
        if (master.equals(self.node())) {
            enqueue(new Origin(self, ofNumber), request);
        } else {
            outbox.send(master, new MasterRequest(ofNumber, request));
        }
    }

    /// Repeats what is unanswered; gives up on what a person has waited for longer than any change of master takes.
    public void onTime(long now, NodeId master, Outbox outbox) {
        if (now < repeatAt) {
            return;
        }
        repeatAt = Long.MAX_VALUE;
        for (Map.Entry<Long, Waiting> entry : new TreeMap<>(waiting).entrySet()) {
            Waiting asked = entry.getValue();
            if (asked.ticket().isPresent() && now - asked.askedAt() > 3 * timing.toleranceMillis()) {
                String text = "the master has not answered for " + (now - asked.askedAt()) / 1000
                        + " s; the request may or may not have been carried out: look at the state, then ask again";
                onAnswer(new MasterAnswer(entry.getKey(), false, text), outbox);
                continue;
            }
            deliver(entry.getKey(), asked.request(), master, outbox);
            repeatAt = now + timing.repeatMillis();
        }
    }

    /// The master's answer to a request of this node.
    public void onAnswer(MasterAnswer answer, Outbox outbox) {
        Waiting asked = waiting.remove(answer.number());
        if (asked != null && asked.ticket().isPresent()) {
            outbox.add(new Output.Answer(asked.ticket().getAsLong(), answer.accepted(), answer.edit(), answer.text()));
        }
    }

    /// As master: a request has come in.
    public void onRequest(Member from, MasterRequest message, Outbox outbox) {
        Origin origin = new Origin(from, message.number());
        MasterAnswer before = answered.get(origin);
        if (before != null) {
            outbox.send(from.node(), before);
        } else {
            enqueue(origin, message.request());
        }
    }

    /// Copies of a request that is judged already are dropped: its answer follows with the commit.
    private void enqueue(Origin origin, Request request) {
        boolean judged = uncommitted.stream().anyMatch(entry -> entry.origin().equals(origin));
        if (!judged) {
            queue.putIfAbsent(origin, request);
        }
    }

    public boolean hasWork() {
        return !queue.isEmpty();
    }

    /// As master: judges what has come in, one request after the other, each against the outcome of those
    /// before, up to the first that edits the cluster objects. Each edit is committed by itself, so that every node
    /// knows what it led to (rule H1); the rest waits for the next change.
    ///
    /// @param unproven those excluded from the generation who may still hold something
    public ClusterState judgeAll(ClusterState state, Generation generation, SortedSet<Member> unproven) {
        ClusterState next = state;
        while (!queue.isEmpty()
                && next.configuration().version() == state.configuration().version()) {
            Map.Entry<Origin, Request> entry = queue.pollFirstEntry();
            RequestRules.Verdict verdict = new RequestRules(next, generation, unproven).judge(entry.getValue());
            next = verdict.accepted() ? verdict.state() : next;
            Origin origin = entry.getKey();
            boolean edits = entry.getValue() instanceof Request.Edit && verdict.accepted();
            long edit = edits ? next.configuration().version() : 0;
            uncommitted.add(
                    new Judged(origin, new MasterAnswer(origin.number(), verdict.accepted(), edit, verdict.text())));
        }
        return next;
    }

    /// As master: what was judged is committed now, or changed nothing; the askers are told.
    public void answerJudged(Outbox outbox) {
        for (Judged judged : uncommitted) {
            answered.put(judged.origin(), judged.answer());
            if (judged.origin().member().equals(self)) {
                onAnswer(judged.answer(), outbox);
            } else {
                outbox.send(judged.origin().member().node(), judged.answer());
            }
        }
        uncommitted.clear();
        while (answered.size() > REMEMBERED_ANSWERS) {
            answered.pollFirstEntry();
        }
    }

    /// The generation has changed: what was judged but not answered is asked again by those who wait for it.
    public void forgetUncommitted() {
        uncommitted.clear();
        queue.clear();
    }

    /// Everybody who waits is told that this node cannot ask the cluster any more.
    public void refuseAll(String why, Outbox outbox) {
        for (long waitingNumber : new ArrayList<>(waiting.keySet())) {
            onAnswer(new MasterAnswer(waitingNumber, false, why), outbox);
        }
    }

    public long nextDeadline() {
        return repeatAt;
    }
}
