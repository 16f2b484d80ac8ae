package orion.sim.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import orion.core.Input;
import orion.core.Output;
import orion.core.Standing;
import orion.core.configuration.ClusterConfiguration;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Timing;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// A cluster of two or three hosts with one disk for a white board, in which nothing happens but what somebody chooses:
/// [#steps] are the possibilities, [#take] is the choice. All clocks show the same time, every message is an own event,
/// and so is each half of a board cycle.
final class SmallWorld {
    /// A message on its way.
    record Letter(Member from, Message message) {}

    /// A way from one node to another.
    record Way(NodeId from, NodeId to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            int first = from.compareTo(other.from);
            return first != 0 ? first : to.compareTo(other.to);
        }
    }

    private final long stopLimit;
    private final SortedMap<NodeId, SmallHost> hosts = new TreeMap<>();
    private final SortedMap<Way, List<Letter>> letters = new TreeMap<>();
    private final SortedMap<NodeId, NodeBlock> board = new TreeMap<>();
    private final SortedMap<Long, Generation> chain = new TreeMap<>();
    private final List<Way> cut = new ArrayList<>();
    private Budget budget = Budget.NONE;
    private Optional<String> broken = Optional.empty();
    private long now = 1_000_000;

    SmallWorld(ClusterConfiguration configuration) {
        this.stopLimit = configuration.timing().stopLimitMillis();
        for (NodeId id : configuration.nodes().keySet()) {
            hosts.put(id, new SmallHost(id, ClusterState.initial(configuration)));
        }
    }

    SmallHost host(NodeId id) {
        SmallHost host = hosts.get(id);
        if (host == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
        return host;
    }

    List<NodeId> nodes() {
        return List.copyOf(hosts.keySet());
    }

    long now() {
        return now;
    }

    /// The first invariant that was broken, in a sentence.
    Optional<String> broken() {
        return broken;
    }

    /// How many generations anybody ever knew.
    int generations() {
        return chain.size();
    }

    // Setting the scene ------------------------------------------------------------------------------------------

    void boot(NodeId id) {
        host(id).begin(now, new TreeMap<>(board));
        step(host(id), new Input.TimerFired());
    }

    /// Nothing gets between two nodes from now on.
    void cut(NodeId one, NodeId other) {
        for (Way way : List.of(new Way(one, other), new Way(other, one))) {
            cut.add(way);
            letters.remove(way);
        }
    }

    void ask(NodeId id, Request request) {
        step(host(id), new Input.Asked(1, request));
    }

    void allow(Budget faults) {
        budget = faults;
    }

    /// Lets everything go well, as fast as it can, until something has come about.
    void settle(Predicate<SmallWorld> goal) {
        for (int i = 0; !goal.test(this); i++) {
            if (i > 20_000 || broken.isPresent()) {
                throw new IllegalStateException("the scene does not come about: " + broken.orElse("too many steps"));
            }
            take(steps().getFirst());
        }
    }

    boolean isMember(NodeId id) {
        return host(id).alive() && host(id).node().view(now).standing() == Standing.MEMBER;
    }

    /// Whether a node is about to write a generation that nobody knows yet.
    boolean isPublishing(NodeId id) {
        return host(id).writing()
                .filter(block -> !chain.containsKey(block.newest().number()))
                .isPresent();
    }

    /// Whether a member knows that another one was removed while it was let in (rule M5).
    boolean knowsOneRemoved() {
        return hosts.values().stream()
                .filter(host -> host.alive() && isMember(host.id()))
                .map(host -> host.node().view(now))
                .anyMatch(view -> !configured(view.generation(), view.state()));
    }

    private static boolean configured(Generation generation, ClusterState state) {
        return state.configuration().nodes().keySet().containsAll(generation.members());
    }

    /// Whether somebody has been silent for so long that this node is about to act on it.
    boolean missesSomebody(NodeId observer) {
        return host(observer).node().view(now).heard().values().stream()
                .anyMatch(heard -> now - heard.at() >= Timing.STANDARD.toleranceMillis() - 200);
    }

    boolean holds(NodeId id, String resource) {
        return host(id).held().contains(resource);
    }

    // What can happen --------------------------------------------------------------------------------------------

    /// Everything that can happen next; what goes well comes before the passing of time, and that before what goes
    /// wrong.
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        List<Step> wrong = new ArrayList<>();
        letters.forEach((way, waiting) -> {
            if (host(way.to()).awake()) {
                steps.add(new Step.Deliver(way.from(), way.to()));
            }
            if (budget.losses() > 0) {
                wrong.add(new Step.Lose(way.from(), way.to()));
            }
        });
        for (SmallHost host : hosts.values()) {
            good(host, steps);
            bad(host, wrong);
        }
        if (hosts.values().stream().anyMatch(SmallHost::alive)) {
            steps.add(new Step.Pass());
        }
        steps.addAll(wrong);
        return steps;
    }

    private void good(SmallHost host, List<Step> steps) {
        NodeId id = host.id();
        if (!host.alive()) {
            return;
        }
        if (host.writing().isPresent() && !host.landed()) {
            steps.add(new Step.Land(id));
        }
        if (host.asleep()) {
            return;
        }
        if (host.landed()) {
            steps.add(new Step.Read(id));
        }
        if (host.mustStop()) {
            steps.add(new Step.Stopped(id));
        } else {
            host.work().keySet().forEach(resource -> steps.add(new Step.Finish(id, resource)));
        }
    }

    private void bad(SmallHost host, List<Step> steps) {
        NodeId id = host.id();
        if (!host.alive() && budget.boots() > 0) {
            steps.add(new Step.Boot(id));
        }
        if (host.awake() && host.writing().isPresent() && budget.fails() > 0) {
            steps.add(new Step.Fail(id));
        }
        if (host.alive() && budget.crashes() > 0) {
            steps.add(new Step.Crash(id));
        }
        if (host.asleep()) {
            steps.add(new Step.Wake(id));
        }
        if (host.awake() && budget.sleeps() > 0) {
            steps.add(new Step.Sleep(id));
        }
    }

    // What happens -----------------------------------------------------------------------------------------------

    void take(Step step) {
        switch (step) {
            case Step.Deliver(NodeId from, NodeId to) -> {
                Letter letter = pick(new Way(from, to));
                // Nobody listens to a node that is not configured.
                if (host(to).remembered().configuration().nodes().containsKey(from)) {
                    step(host(to), new Input.Received(letter.from(), letter.message()));
                }
            }
            case Step.Lose(NodeId from, NodeId to) -> {
                pick(new Way(from, to));
                budget = budget.afterLoss();
            }
            case Step.Land(NodeId node) -> land(host(node));
            case Step.Read(NodeId node) -> {
                host(node).endCycle();
                step(host(node), new Input.BoardCycleEnded(0, Optional.of(new TreeMap<>(board)), ""));
            }
            case Step.Fail(NodeId node) -> {
                host(node).endCycle();
                budget = budget.afterFail();
                step(host(node), new Input.BoardCycleEnded(0, Optional.empty(), "an error"));
            }
            case Step.Finish(NodeId node, String resource) ->
                step(host(node), host(node).finish(resource));
            case Step.Stopped(NodeId node) -> {
                host(node).stopped();
                step(host(node), new Input.EverythingStopped(true, ""));
            }
            case Step.Pass _ -> pass();
            case Step.Crash(NodeId node) -> {
                host(node).die();
                budget = budget.afterCrash();
            }
            case Step.Sleep(NodeId node) -> {
                host(node).sleep(true);
                budget = budget.afterSleep();
            }
            case Step.Wake(NodeId node) -> {
                host(node).sleep(false);
                step(host(node), new Input.TimerFired());
            }
            case Step.Boot(NodeId node) -> {
                budget = budget.afterBoot();
                boot(node);
            }
        }
    }

    private Letter pick(Way way) {
        List<Letter> waiting = letters.get(way);
        if (waiting == null) {
            throw new IllegalStateException("nothing is on its way from " + way.from() + " to " + way.to());
        }
        Letter first = waiting.removeFirst();
        if (waiting.isEmpty()) {
            letters.remove(way);
        }
        return first;
    }

    private void land(SmallHost host) {
        NodeBlock block = host.writing().orElseThrow();
        host.land();
        board.put(host.id(), block);
        learn(block.newest(), "the block of " + block.writer());
    }

    private void pass() {
        long next = Long.MAX_VALUE;
        for (SmallHost host : hosts.values()) {
            next = host.alive() ? Math.min(next, host.nextDeadline(now)) : next;
        }
        if (next == Long.MAX_VALUE) {
            return;
        }
        List<SmallHost> due = new ArrayList<>();
        for (SmallHost host : hosts.values()) {
            if (host.awake() && host.node().nextDeadline(now) <= next) {
                due.add(host);
            }
        }
        now = Math.max(now, next);
        hosts.values().stream()
                .filter(host -> host.alive() && host.resetAt(now))
                .forEach(SmallHost::die);
        due.stream().filter(SmallHost::awake).forEach(host -> step(host, new Input.TimerFired()));
    }

    private void step(SmallHost host, Input input) {
        Member self = host.self().orElseThrow();
        List<Output> outputs = host.node().step(now, input);
        learn(host.node().view(now).generation(), self.toString());
        for (Output output : outputs) {
            if (output instanceof Output.Send(NodeId to, Message message)) {
                send(self, to, message);
            } else {
                host.carryOut(now, stopLimit, output);
            }
            if (output instanceof Output.StateAgreed(ClusterState state)) {
                onlyConfiguredAct(self, state);
            }
        }
        oneHolder();
        if (host.alive() && outputs.stream().anyMatch(Output.ReadStates.class::isInstance)) {
            // Copies of the agreed state decide nothing here: they are read at once, and every host's is there.
            step(host, new Input.StatesRead(newestCopy(), ""));
        }
    }

    private Optional<ClusterState> newestCopy() {
        return hosts.values().stream().map(SmallHost::remembered).max(Comparator.comparing(ClusterState::id));
    }

    private void send(Member from, NodeId to, Message message) {
        Way way = new Way(from.node(), to);
        if (!cut.contains(way) && host(to).alive()) {
            letters.computeIfAbsent(way, any -> new ArrayList<>()).add(new Letter(from, message));
        }
    }

    // What must hold ---------------------------------------------------------------------------------------------

    private void learn(Generation generation, String where) {
        Generation known = generation.number() == 0 ? null : chain.putIfAbsent(generation.number(), generation);
        if (known != null && !known.equals(generation)) {
            fail("there are two generations " + generation.number() + ": " + known + ", and at " + where + " "
                    + generation);
        }
    }

    private void oneHolder() {
        SortedMap<String, NodeId> holders = new TreeMap<>();
        for (SmallHost host : hosts.values()) {
            for (String resource : host.held()) {
                NodeId other = holders.put(resource, host.id());
                if (other != null) {
                    fail(resource + " is active on " + other + " and on " + host.id());
                }
            }
        }
    }

    /// Rule M5.
    private void onlyConfiguredAct(Member self, ClusterState state) {
        Generation generation = chain.get(state.id().generation());
        if (state.id().version() > 0 && generation != null && !configured(generation, state)) {
            fail(self + " makes state " + state.id() + " in " + generation + ", of which not all are configured");
        }
    }

    private void fail(String what) {
        broken = broken.or(() -> Optional.of(what));
    }
}
