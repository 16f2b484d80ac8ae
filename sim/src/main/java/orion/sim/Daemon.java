package orion.sim;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import orion.core.ClusterNode;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Generation;
import orion.core.model.Levels;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.model.Pause;
import orion.core.resource.ClusterState;
import orion.core.resource.Request;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;

/// One life of the daemon on a host: gives the core its inputs and carries out its outputs.
final class Daemon {
    private final SimHost host;
    private final Member self;
    private final ClusterNode node;
    private NodeView view;
    private Optional<Pause.Cause> overslept = Optional.empty();
    private boolean alive = true;
    private long leaseUntil = Long.MIN_VALUE;
    private int timer;
    private long due;
    private Generation told = Generation.NONE;
    private Generation acted = Generation.NONE;
    private Optional<NodeBlock> lastBegun = Optional.empty();

    Daemon(SimHost host, Member self, Levels spoken, SortedMap<NodeId, NodeBlock> blocks) {
        this.host = host;
        this.self = self;
        this.node =
                new ClusterNode(host.clockMillis(), self, spoken, host.memory().onDisk(), blocks);
        this.due = host.clockMillis();
        this.view = node.view(host.clockMillis());
    }

    boolean alive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    Member self() {
        return self;
    }

    NodeView view() {
        return view;
    }

    /// Whether it still wants the power of that life cut, for which it has given an order.
    boolean wouldStillFence(Member victim) {
        return alive && node.view(host.clockMillis()).isStillToBeFenced(host.clockMillis(), victim);
    }

    /// Whether that node is in the configuration this one has; nobody else is listened to.
    boolean knows(NodeId other) {
        return host.memory().onDisk().configuration().nodes().containsKey(other);
    }

    /// What this life wrote last, or began to write, if anything.
    Optional<NodeBlock> lastBegun() {
        return lastBegun;
    }

    long leaseUntil() {
        return leaseUntil;
    }

    boolean leaseValid() {
        return host.clockMillis() < leaseUntil;
    }

    /// Gives the core an input, now or as soon as the daemon is awake.
    void take(Input input) {
        host.whenAwake(() -> step(input));
    }

    /// It did not run for a while, which its next step is to say first.
    void overslept(Pause.Cause cause) {
        overslept = Optional.of(cause);
    }

    private void step(Input input) {
        if (!alive) {
            return;
        }
        if (overslept.isPresent()) {
            Pause.Cause cause = overslept.get();
            overslept = Optional.empty();
            step(new Input.Paused(cause));
            step(input);
            return;
        }
        long now = host.clockMillis();
        Standing before = view.standing();
        boolean leaseOver = view.leaseUntil() != Long.MIN_VALUE && now >= view.leaseUntil();
        List<Output> outputs = node.step(now, input);
        view = node.view(now);
        host.cluster().log().step(host.id(), input, outputs);
        // What the checks know must be complete before the world learns of it.
        outputs.forEach(this::note);
        host.cluster().note(new Fact.Stepped(self, before, leaseOver, outputs));
        host.cluster().showed(input, view, outputs);
        noteGeneration();
        for (Output output : outputs) {
            if (alive) {
                carryOut(output);
            }
        }
        due = node.nextDeadline(now);
        startTimer();
    }

    private void note(Output output) {
        if (output instanceof Output.StateAgreed(var state)) {
            host.cluster().note(new Fact.StateMade(self, state));
        } else if (output instanceof Output.Send(var to, Message.Prepare(var transaction))) {
            host.cluster().note(new Fact.Preparing(transaction));
        } else if (output instanceof Output.Send(var to, Message.GenerationDecided(var generation))) {
            host.cluster().note(new Fact.GenerationSeen(self + " to " + to, generation));
        }
    }

    private void noteGeneration() {
        if (view.generation().number() != told.number()) {
            told = view.generation();
            host.cluster().note(new Fact.GenerationSeen(self.toString(), told));
        }
        if (view.standing() == Standing.MEMBER && acted.number() != told.number()) {
            acted = told;
            host.cluster().note(new Fact.ViewHeld(self, acted, view.master()));
        }
    }

    /// The clock does not show what it would have shown: whatever is due by it comes when it is due now.
    void clockChanged() {
        startTimer();
    }

    private void startTimer() {
        timer++;
        int mine = timer;
        host.cluster().timeline().at(host.clock().simMicros(due), () -> {
            if (alive && mine == timer) {
                take(new Input.TimerFired());
            }
        });
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.Send(NodeId to, Message message) ->
                host.cluster().network().send(self, to, host.cluster().conduct().says(self, to, message));
            case Output.StartBoardCycle(int disk, NodeBlock block) -> cycle(disk, block);
            case Output.LeaseRenewed(long until) -> {
                leaseUntil = until;
                host.leaseRenewed(until);
            }
            case Output.RunAction(var resource, var order, long action) ->
                host.processes().order(this, resource, order, action);
            case Output.StopEverything(var cause, String reason) -> host.mustStop(this, cause, reason);
            case Output.End(var ending, String reason) -> host.lifeEnded(this, ending, reason);
            case Output.Answer answer -> answered(answer);
            case Output.StateAgreed(var state) -> host.memory().keep(state);
            case Output.StateLearned(var state) -> host.memory().keep(state);
            case Output.ReadStates() -> readStates();
            case Output.Fence(Member member) -> host.cluster().fencing().cut(this, member);
            case Output.Happened _ -> {}
        }
    }

    /// Who asked for an edit may rely on it only when it is where a cold start finds it (rule H1). What gets there
    /// after this node was cast out may have come too late for whoever founded anew.
    private void answered(Output.Answer answer) {
        Optional<Request> asked = host.cluster().answered(answer.ticket(), answer.accepted(), answer.text());
        if (answer.edit() > 0 && asked.isPresent() && asked.get() instanceof Request.Edit edit) {
            host.memory().whenCopied(answer.edit(), () -> {
                if (view().standing() == Standing.MEMBER) {
                    host.cluster().note(new Fact.EditAcknowledged(edit, answer.edit()));
                }
            });
        }
    }

    private void readStates() {
        host.cluster().board().readCopies(host.id(), read -> {
            Optional<ClusterState> newest =
                    read.flatMap(copies -> copies.stream().max(Comparator.comparing(ClusterState::id)));
            take(new Input.StatesRead(newest, read.isEmpty() ? "read error" : ""));
        });
    }

    /// A board cycle: the daemon itself must be awake between writing and reading.
    private void cycle(int number, NodeBlock block) {
        SimDisk disk = host.cluster().board().disk(number);
        lastBegun = Optional.of(block);
        disk.write(
                block,
                error -> host.whenAwake(() -> {
                    if (!alive) {
                        return;
                    }
                    if (error.isPresent()) {
                        take(new Input.BoardCycleEnded(number, Optional.empty(), error.get()));
                        return;
                    }
                    disk.read(
                            host.id(),
                            blocks -> take(
                                    new Input.BoardCycleEnded(number, blocks, blocks.isEmpty() ? "read error" : "")));
                }));
    }
}
