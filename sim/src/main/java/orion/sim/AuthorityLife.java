package orion.sim;

import static orion.sim.AuthorityTrace.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orion.core.Input;
import orion.core.NodeView;
import orion.core.Output;
import orion.core.Standing;
import orion.core.model.Generation;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.Message;
import orion.sim.AuthorityTrace.Moment;
import orion.sim.AuthorityTrace.Place;

/// One life of a node as an [AuthorityTrace] sees it: says of each step what that is in the model.
final class AuthorityLife {
    /// What this life proposes.
    record Proposed(Generation generation, Place place) {}

    private final SimCluster cluster;
    private final Member self;
    private final String resource;
    private final SortedMap<NodeId, Long> granted = new TreeMap<>();
    private final SortedMap<NodeId, Long> received = new TreeMap<>();
    private Generation known = Generation.NONE;
    private Standing standing = Standing.OUTSIDE;
    private Optional<NodeBlock> begun = Optional.empty();
    private boolean landed;
    private Ballot ballot = Ballot.NONE;
    private Optional<Place> promisedAt = Optional.empty();
    private Optional<Proposed> proposed = Optional.empty();
    private Optional<Generation> published = Optional.empty();
    private long publishing;
    private String showed = "";
    private boolean holds;
    private boolean acts = true;
    private boolean over;

    AuthorityLife(SimCluster cluster, Member self, String resource) {
        this.cluster = cluster;
        this.self = self;
        this.resource = resource;
    }

    /// Everything of it is stopped.
    ///
    /// @return whether that is news
    boolean ends() {
        boolean news = !over;
        over = true;
        acts = false;
        holds = false;
        return news;
    }

    /// The resource is not active any more.
    ///
    /// @return whether it held it
    boolean releases() {
        boolean held = holds;
        holds = false;
        return held;
    }

    /// A block is on the board.
    void landed(NodeBlock block) {
        landed |= begun.equals(Optional.of(block));
    }

    /// The board gives out its blocks to this host.
    ///
    /// @return whether that is the reading of a cycle of this life that may come to something
    boolean reads() {
        return acts && landed;
    }

    /// What it proposed in its last step, if it was then that it could be decided.
    Optional<Proposed> proposed() {
        return proposed;
    }

    /// What it began to publish in its last step.
    Optional<Generation> published() {
        return published;
    }

    /// Takes a step.
    ///
    /// @param moment takes what that is in the model
    void steps(Input input, NodeView view, List<Output> outputs, Moment moment) {
        proposed = Optional.empty();
        published = Optional.empty();
        if (!acts) {
            return;
        }
        List<String> does = moment.does();
        for (Output output : outputs) {
            if (output instanceof Output.StopEverything(var cause, String _)) {
                acts = false;
                does.add(stops(cause, view));
                return;
            }
        }
        took(input, outputs, view, does);
        boolean news = known.number() != view.generation().number();
        known = view.generation();
        standing = view.standing();
        if (news) {
            granted.clear();
            received.clear();
            publishing = publishing > known.number() ? publishing : 0;
        }
        if (standing == Standing.LEAVING) {
            // It holds nothing any more, and only its last words are to come.
            ends();
            does.add(step("over"));
            return;
        }
        for (Output output : outputs) {
            did(output, moment);
        }
        String shows = shows(view);
        if (!does.isEmpty() || !shows.equals(showed)) {
            moment.shows().add(known.number() + ", " + leaseLeft(view) + ", " + gone(view));
        }
        showed = shows;
    }

    private static String stops(Output.StopEverything.Cause cause, NodeView view) {
        return switch (cause) {
            case LEASE_OVER -> step("stops", "\"lease\"");
            case CAST_OUT -> step("stops", "\"pill\"", view.generation().number());
            case SAID_TO_BE_OFF -> step("stops", "\"off\"");
            case LEAVES, RESOURCE_FAILED -> step("stops", "\"leaves\"");
            case REMOVED -> step("stops", "\"removed\"");
        };
    }

    private void took(Input input, List<Output> outputs, NodeView view, List<String> does) {
        if (input instanceof Input.BoardCycleEnded(int disk, var blocks, String error)) {
            boolean good = blocks.isPresent()
                    && begun.equals(Optional.ofNullable(blocks.get().get(self.node())));
            begun = Optional.empty();
            landed = false;
            does.add(step(good ? "end" : "fail"));
        } else if (input instanceof Input.Received(Member from, Message.GenerationDecided(Generation generation))) {
            if (view.generation().number() == generation.number() && generation.number() > known.number()) {
                does.add(step("hear", generation.number()));
            }
        } else if (input instanceof Input.Received(Member from, Message.Heartbeat heartbeat)) {
            receives(from, heartbeat, does);
            if (outputs.stream().anyMatch(Output.LeaseRenewed.class::isInstance)) {
                does.add(step("renew"));
            }
        } else if (input instanceof Input.ActionEnded ended
                && ended.resource().equals(resource)
                && !cluster.host(self.node()).processes().active().containsKey(resource)
                && releases()) {
            // It was ordered and never began, because the lease was over.
            does.add(step("release"));
        }
    }

    private void receives(Member from, Message.Heartbeat heartbeat, List<String> does) {
        Long asked = heartbeat.grants().get(self.node());
        boolean counts = standing == Standing.MEMBER
                && heartbeat.generation() == known.number()
                && known.has(from)
                && asked != null
                && asked > received.getOrDefault(from.node(), Long.MIN_VALUE);
        if (counts && asked != null) {
            received.put(from.node(), asked);
            does.add(step("receive", from.node().number(), sinceByClockOf(self.node(), asked)));
        }
    }

    private long sinceByClockOf(NodeId node, long millis) {
        // Of a host that has booted meanwhile it means nothing, and need not.
        return Math.clamp(cluster.host(node).clockMillis() - millis, -1_000_000, 1_000_000);
    }

    private void did(Output output, Moment moment) {
        switch (output) {
            case Output.Send(NodeId to, Message.Heartbeat heartbeat) -> grants(heartbeat, moment.does());
            case Output.RunAction(var what, Output.Order order, long action)
            when order == Output.Order.LOAD -> {
                boolean acquires = what.name().equals(resource) && !holds;
                holds |= acquires;
                moment.does().add(step(acquires ? "acquire" : "start"));
            }
            case Output.StartBoardCycle(int disk, NodeBlock block) -> begins(block, moment);
            case Output.Send _,
                    Output.LeaseRenewed _,
                    Output.RunAction _,
                    Output.StopEverything _,
                    Output.End _,
                    Output.Answer _,
                    Output.StateAgreed _,
                    Output.StateLearned _,
                    Output.ReadStates _,
                    Output.Fence _,
                    Output.Happened _ -> {}
        }
    }

    private void grants(Message.Heartbeat heartbeat, List<String> does) {
        heartbeat.grants().forEach((node, asked) -> {
            if (asked > granted.getOrDefault(node, Long.MIN_VALUE)) {
                granted.put(node, asked);
                Member to = known.admittedMember(node).orElseThrow();
                does.add(step("promise", life(to), sinceByClockOf(node, asked)));
            }
        });
    }

    private void begins(NodeBlock block, Moment moment) {
        long number = block.newest().number();
        if (number > known.number() && publishing != number) {
            publishing = number;
            published = Optional.of(block.newest());
            // Before anything else it does in this step: who publishes grants nothing.
            int first = moment.does().indexOf(step("end")) + 1;
            moment.does().add(first, step("publish", number, generation(block.newest())));
        }
        boolean newBallot = block.ballot().generation() != ballot.generation()
                || block.ballot().promised() != ballot.promised();
        if (newBallot) {
            promisedAt = Optional.of(new Place(moment, moment.does().size()));
        }
        ballot = block.ballot();
        block.ballot()
                .value()
                .filter(value -> value.decider().equals(self.node()))
                .ifPresent(value -> proposed = promisedAt.map(place -> new Proposed(value, place)));
        moment.does().add(step("begin", number));
        begun = Optional.of(block);
        landed = false;
    }

    private static String shows(NodeView view) {
        return view.generation().number() + gone(view);
    }

    private long leaseLeft(NodeView view) {
        return view.leaseUntil() == Long.MIN_VALUE
                ? 0
                : Math.max(0, view.leaseUntil() - cluster.host(self.node()).clockMillis());
    }

    /// Of those condemned, who is not feared any more.
    private static String gone(NodeView view) {
        SortedSet<Member> gone = new TreeSet<>(view.generation().condemned());
        gone.removeAll(view.unproven());
        return gone.stream()
                .map(member -> String.valueOf(member.node().number()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String generation(Generation generation) {
        return "[members |-> " + lives(generation.fullMembers()) + ", condemned |-> " + lives(generation.condemned())
                + "]";
    }

    /// A set of lives as the model reads it.
    static String lives(SortedSet<Member> members) {
        List<String> lives = new ArrayList<>();
        members.forEach(member -> lives.add(life(member)));
        return "{" + String.join(", ", lives) + "}";
    }

    private static String life(Member member) {
        return "<<" + member.node().number() + ", " + member.incarnation() + ">>";
    }
}
