package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.splitbrain.NodeBlock;

/// Writes down what a run shows of who may hold a resource: the model `spec/AuthorityTrace.tla` says whether the
/// modelled protocol can do the same.
///
/// A [Moment] is written for each step of a node in which something of that happened, and for what happens beside the
/// nodes: blocks that land on the board or are read there, and lives that are over.
final class AuthorityTrace implements Invariant {
    /// One record: what happened at one moment to one node.
    ///
    /// @param clocks what the clock of each host shows, in milliseconds since the trace began
    record Moment(long atMillis, NodeId node, SortedMap<NodeId, Long> clocks, List<String> does, List<String> shows) {}

    /// Between which steps of a moment something happened that is known only later.
    record Place(Moment moment, int before) {}

    private final SimCluster cluster;
    private final String resource;
    private final List<Moment> moments = new ArrayList<>();
    private final HostTimes times;
    private final SortedMap<NodeId, AuthorityLife> lives = new TreeMap<>();
    private final SortedMap<NodeId, Moment> readings = new TreeMap<>();
    private final SortedMap<Long, List<Proposal>> proposals = new TreeMap<>();
    private long decided;

    /// A generation that its decider has put on the board.
    private record Proposal(Generation generation, Place place) {}

    /// Begins to watch.
    ///
    /// @param resource the one whose holder is followed; of all others only that they may be started
    AuthorityTrace(SimCluster cluster, String resource) {
        if (cluster.plan().boards() > 1) {
            throw new IllegalArgumentException("this cluster has a white board of "
                    + cluster.plan().boards() + " disks, and the model of the authority knows one disk only;"
                    + " trace the agreement of it, or choose another cluster");
        }
        this.cluster = cluster;
        this.resource = resource;
        this.times = new HostTimes(cluster);
        cluster.follow(this);
    }

    /// Everything written down, a line each: a comment, with what the trace begins, its records.
    List<String> lines() {
        Timing timing = cluster.plan().timing();
        List<String> lines = new ArrayList<>();
        lines.add("\\* from the first start on, " + resource + " followed");
        lines.add("[lease |-> " + timing.leaseMillis() + ", grace |-> " + grace(timing) + ", takeOver |-> "
                + timing.takeOverWaitMillis() + ", nodes |-> " + cluster.hosts().size() + "]");
        SortedMap<NodeId, Long> before = new TreeMap<>();
        for (Moment moment : moments) {
            if (!moment.does().isEmpty() || !moment.shows().isEmpty()) {
                lines.add(record(moment, before));
                before = moment.clocks();
            }
        }
        return lines;
    }

    /// How long a host whose lease ran out may take to stop everything (rule T5), by its own clock: that may run a
    /// little faster than time does.
    private static long grace(Timing timing) {
        return timing.stopLimitMillis() + timing.leaseMillis() / 200 + 1;
    }

    private String record(Moment moment, SortedMap<NodeId, Long> before) {
        String passed = cluster.hosts().stream()
                .map(host -> moment.clocks().getOrDefault(host.id(), 0L) - before.getOrDefault(host.id(), 0L))
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return "[time |-> " + moment.atMillis() + ", node |-> " + moment.node().number() + ", passed |-> <<" + passed
                + ">>, does |-> <<" + String.join(", ", moment.does()) + ">>, shows |-> <<"
                + String.join(", ", moment.shows()) + ">>]";
    }

    @Override
    public void note(Fact fact) {
        switch (fact) {
            case Fact.LifeBegan(Member member, var spoken) -> begins(member);
            case Fact.Showed(Input input, NodeView view, List<Output> outputs) -> steps(input, view, outputs);
            case Fact.BlockWritten(int _, NodeBlock block) -> landed(block);
            case Fact.BlocksRead(NodeId host) -> read(host);
            case Fact.HoldEnded(NodeId host, String what) -> {
                AuthorityLife life = lives.get(host);
                if (what.equals(resource) && life != null && life.releases()) {
                    moment(host).does().add(step("release"));
                }
            }
            case Fact.Overslept(NodeId host) -> over(host);
            case Fact.AllStopped(NodeId host) -> over(host);
            case Fact.HoldBegan _,
                    Fact.GenerationSeen _,
                    Fact.Woke _,
                    Fact.WokeUnaware _,
                    Fact.ViewHeld _,
                    Fact.Stepped _,
                    Fact.LoadCarriedOut _,
                    Fact.StateMade _,
                    Fact.StateCopied _,
                    Fact.Asked _,
                    Fact.Refused _,
                    Fact.Accepted _,
                    Fact.EditAcknowledged _,
                    Fact.Preparing _,
                    Fact.Rebooted _,
                    Fact.Fenced _ -> {}
        }
    }

    private Moment moment(NodeId node) {
        Moment moment =
                new Moment(cluster.timeline().now() / 1_000, node, times.now(), new ArrayList<>(), new ArrayList<>());
        moments.add(moment);
        return moment;
    }

    /// A life counts from when it read what is on the board, because it begins with that.
    private void begins(Member member) {
        Moment reading = readings.get(member.node());
        if (reading == null) {
            throw new IllegalStateException(member + " begins without having read the board");
        }
        reading.does().add(step("life", member.incarnation()));
        lives.put(member.node(), new AuthorityLife(cluster, member, resource));
    }

    private void read(NodeId host) {
        AuthorityLife life = lives.get(host);
        Moment moment = moment(host);
        if (life != null && life.reads()) {
            moment.does().add(step("read"));
        } else {
            readings.put(host, moment);
        }
    }

    private void landed(NodeBlock block) {
        Member writer = block.writer();
        AuthorityLife life = lives.get(writer.node());
        if (life != null) {
            life.landed(block);
        }
        moment(writer.node())
                .does()
                .add(step(
                        block.stopped() ? "words" : "write",
                        writer.incarnation(),
                        block.newest().number()));
    }

    private void over(NodeId host) {
        AuthorityLife life = lives.get(host);
        if (life != null && life.ends()) {
            moment(host).does().add(step("over"));
        }
    }

    private void steps(Input input, NodeView view, List<Output> outputs) {
        if (input instanceof Input.PowerOffConfirmed(Member off)) {
            moment(off.node()).does().add(step("off", off.incarnation()));
        }
        AuthorityLife life = lives.get(view.self().node());
        if (life == null) {
            throw new IllegalStateException(view.self() + " takes a step before it has begun");
        }
        Moment moment = moment(view.self().node());
        life.steps(input, view, outputs, moment);
        life.proposed()
                .ifPresent(proposed -> proposals
                        .computeIfAbsent(proposed.generation().number(), any -> new ArrayList<>())
                        .add(new Proposal(proposed.generation(), proposed.place())));
        life.published().ifPresent(this::decided);
    }

    /// That it was decided is known when it is published; it was from when its decider began to propose it, for what is
    /// decided in the end nobody could replace.
    private void decided(Generation generation) {
        if (generation.number() <= decided) {
            return;
        }
        decided = generation.number();
        Optional<Place> place = proposals.getOrDefault(decided, List.of()).stream()
                .filter(proposal -> proposal.generation().equals(generation))
                .map(Proposal::place)
                .findFirst();
        place.ifPresent(it -> it.moment()
                .does()
                .add(
                        it.before(),
                        step(
                                "decide",
                                AuthorityLife.lives(generation.fullMembers()),
                                AuthorityLife.lives(generation.condemned()))));
    }

    /// A step as the model reads it.
    static String step(String name, Object... values) {
        StringBuilder text = new StringBuilder("<<\"" + name + '"');
        for (Object value : values) {
            text.append(", ").append(value);
        }
        return text.append(">>").toString();
    }
}
