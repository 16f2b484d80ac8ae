package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.StateId;
import orion.core.resource.Transaction;
import orion.core.wire.Message;

/// Writes down what a run shows of how its nodes agree on the one state: the model `spec/AgreementTrace.tla` says
/// whether
/// the modelled protocol can do the same.
///
/// A cold start is not in the model, so a run of the simulator has a [Stretch] for each run of the cluster. It begins
/// when
/// all members of a generation have made its first state their own. It ends with a generation in which nobody has a
/// state of this run, which begins with what is remembered as a cold start does; the next stretch may follow.
final class AgreementTrace implements Invariant {
    /// What is written down between two cold starts.
    ///
    /// @param title   how it begins
    /// @param first   number of the generation with which it begins
    /// @param begin   that generation, as a TLA+ record
    /// @param records what each life showed whenever that changed, one TLA+ record in a line
    private record Stretch(String title, long first, String begin, List<String> records) {}

    /// What one life shows.
    private record Shown(Generation generation, NodeId master, ClusterState state, Optional<Transaction> prepared) {
        /// The state it has made its own; NONE where that is not of this run.
        StateId id() {
            return state.run() == generation.run() ? state.id() : StateId.NONE;
        }

        boolean installed() {
            return id().generation() == generation.number();
        }

        boolean beginsGeneration() {
            return installed() && id().version() == 0 && prepared.isEmpty();
        }
    }

    /// One run of the cluster.
    private static final class Run {
        final SortedMap<Member, Shown> shown = new TreeMap<>();
        final SortedSet<Member> sharers = new TreeSet<>();

        @Nullable
        Stretch stretch;

        long newest;
    }

    private final SimCluster cluster;
    private final SortedMap<Long, Run> runs = new TreeMap<>();
    private final SortedMap<Member, Generation> entered = new TreeMap<>();
    private final List<ClusterState> contents = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();

    /// Begins to watch.
    AgreementTrace(SimCluster cluster) {
        this.cluster = cluster;
        cluster.follow(this);
    }

    /// Everything written down, a line each: for each stretch a comment that says where it begins, its first
    /// generation,
    /// its records.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Stretch stretch : stretches) {
            lines.add("\\* " + stretch.title());
            lines.add(stretch.begin());
            lines.addAll(stretch.records());
        }
        return lines;
    }

    @Override
    public void note(Fact fact) {
        if (!(fact instanceof Fact.Showed(var input, NodeView view, List<Output> outputs))) {
            return;
        }
        // One that enters and stops or leaves in the same step has reported to the master all the same, or begun alone.
        if (view.standing() == Standing.MEMBER
                || outputs.stream().anyMatch(output -> shows(output, view.generation()))) {
            entered.put(view.self(), view.generation());
        }
        Generation generation = entered.get(view.self());
        if (generation == null) {
            return;
        }
        Shown now = new Shown(generation, view.master().orElseThrow(), view.state(), view.prepared());
        Run run = runs.computeIfAbsent(generation.run(), any -> new Run());
        if (!now.equals(run.shown.put(view.self(), now))) {
            write(run, view.self(), now);
        }
    }

    private static boolean shows(Output output, Generation entered) {
        return output instanceof Output.Send(NodeId to, Message.StateReport report)
                || (output instanceof Output.StateAgreed(ClusterState state)
                        && state.id().generation() == entered.number());
    }

    private void write(Run run, Member life, Shown now) {
        long number = now.generation().number();
        boolean lost =
                number > run.newest && now.generation().fullMembers().stream().noneMatch(run.sharers::contains);
        Stretch stretch = run.stretch;
        if (stretch == null || lost) {
            run.stretch = null;
            begin(run, now);
        } else if (number >= stretch.first()) {
            run.newest = Math.max(run.newest, number);
            if (now.installed()) {
                run.sharers.add(life);
            }
            stretch.records().add(record(life, now));
        }
    }

    private void begin(Run run, Shown last) {
        Generation generation = last.generation();
        boolean complete = generation.fullMembers().stream().allMatch(member -> {
            Shown shown = run.shown.get(member);
            return shown != null && shown.generation().equals(generation) && shown.beginsGeneration();
        });
        boolean newest =
                run.shown.values().stream().allMatch(shown -> shown.generation().number() <= generation.number());
        if (!complete || !newest) {
            return;
        }
        String title = "at " + millis() + " ms all members of generation " + generation.number()
                + " have made its first state their own";
        String begin =
                "[first |-> " + generation.number() + view(last) + ", content |-> " + content(last.state()) + "]";
        run.stretch = new Stretch(title, generation.number(), begin, new ArrayList<>());
        run.sharers.clear();
        run.sharers.addAll(generation.fullMembers());
        run.newest = generation.number();
        stretches.add(run.stretch);
    }

    private String record(Member life, Shown now) {
        boolean counts = !now.id().equals(StateId.NONE);
        Optional<Transaction> prepared = now.prepared();
        return "[time |-> " + millis()
                + ", life |-> " + name(life)
                + ", generation |-> " + now.generation().number()
                + view(now)
                + ", installed |-> " + (now.installed() ? "TRUE" : "FALSE")
                + ", state |-> " + pair(now.id())
                + ", content |-> " + (counts ? content(now.state()) : 0)
                + ", prepared |-> " + pair(prepared.map(Transaction::id).orElse(StateId.NONE))
                + ", inDoubt |-> "
                + prepared.map(change -> content(change.applyTo(now.state()))).orElse(0)
                + "]";
    }

    private static String view(Shown shown) {
        Generation generation = shown.generation();
        String members =
                generation.fullMembers().stream().map(AgreementTrace::name).collect(Collectors.joining(", "));
        Member master = generation.admittedMember(shown.master()).orElseThrow();
        return ", members |-> {" + members + "}, master |-> " + name(master);
    }

    private long millis() {
        return cluster.timeline().now() / 1_000;
    }

    private static String name(Member life) {
        return "\"" + life.node().number() + "." + life.incarnation() + "\"";
    }

    private static String pair(StateId id) {
        return "<<" + id.generation() + ", " + id.version() + ">>";
    }

    /// The number of what is in a state, whatever its id: from 1, in the order in which contents are first seen.
    private int content(ClusterState state) {
        ClusterState content = StateAgrees.content(state);
        if (!contents.contains(content)) {
            contents.add(content);
        }
        return contents.indexOf(content) + 1;
    }
}
