package orion.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.Change;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.core.configuration.Role;
import orion.core.configuration.Trial;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.Request;

/// A person who edits what a running cluster consists of, and asks again and again until it is done.
final class Editor {
    /// How long a node that is to be removed while it is let in has left before.
    static final long AWAY_MILLIS = 3_000;

    private final SimCluster cluster;
    private boolean over;

    Editor(SimCluster cluster) {
        this.cluster = cluster;
    }

    /// Asks no more.
    void stops() {
        over = true;
    }

    /// Removes a node.
    void remove(Fault fault) {
        NodeId node = fault.victim();
        // Of the moments in which a node comes back and is let in, one is as good as another.
        boolean comesBack = fault.amount() == FaultInjector.WHILE_IT_IS_LET_IN;
        long delay = comesBack ? AWAY_MILLIS + fault.durationMillis() % AWAY_MILLIS : 0;
        long end = endMicros(fault);
        cluster.timeline()
                .afterMillis(
                        delay,
                        () -> insist(end, 500, state -> {
                            if (state.configuration().nodes().containsKey(node)) {
                                command(Edits.remove(node));
                            }
                        }));
    }

    void addAgain(Fault fault) {
        command(Edits.add(cluster.plan().node(fault.victim())));
    }

    /// Asks for another definition of a resource that runs: what counts at once, and what restarts it, with and without
    /// leave to do that. Every other time it is taken offline and asked about again; or it is deleted.
    void edit(Fault fault) {
        String name = "r" + fault.amount();
        boolean replaces = fault.kind() == Fault.Kind.REPLACE_RESOURCE;
        tokens(new SplitMix(fault.atMillis() * 79 + fault.durationMillis()));
        SplitMix random = new SplitMix(fault.atMillis() * 61 + fault.durationMillis());
        if (!replaces) {
            cluster.state().ifPresent(state -> change(state, name, random));
            cluster.timeline()
                    .afterMillis(
                            random.between(1L, 700L),
                            () -> cluster.state().ifPresent(state -> change(state, name, random)));
        }
        if (!replaces && random.chance(500)) {
            return;
        }
        insist(endMicros(fault), 400, state -> {
            boolean active = state.resources().containsKey(name)
                    && (state.resource(name).phase() != Phase.OFFLINE
                            || state.resource(name).wantedOnline());
            if (active) {
                command(new Request.Offline(name));
            } else if (replaces) {
                command(Edits.delete(name));
            } else {
                change(state, name, random);
            }
        });
    }

    /// Every other time tokens come and go, of two names only, so that what is repeated meets what was done since.
    private void tokens(SplitMix random) {
        int many = random.chance(500) ? random.between(2, 6) : 0;
        long delay = 0;
        for (int i = 0; i < many; i++) {
            delay += random.between(1L, 900L);
            cluster.timeline().afterMillis(delay, () -> cluster.state().ifPresent(state -> token(state, random)));
        }
    }

    private void token(ClusterState state, SplitMix random) {
        String name = "t" + random.between(1, 2);
        long seen = Math.max(1, state.configuration().version() - random.between(0, 1));
        Request.Edit edit = state.configuration().tokens().containsKey(name)
                ? Edits.removeToken(name)
                : Edits.addToken(name, random.next() >>> 1, Role.OPERATOR, seen);
        command(random.chance(100) ? edit.confirmedWithin(10_000) : edit);
    }

    /// Asks for another definition, now and then together with other things, and as somebody who saw an earlier one.
    private void change(ClusterState state, String name, SplitMix random) {
        ResourceDefinition old = state.configuration().resources().get(name);
        if (old == null) {
            return;
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.PutResource(random.chance(500) ? otherwiseTreated(old) : ofOtherParts(old, random)));
        if (random.chance(400)) {
            changes.add(new Change.PutResource(Plan.added(random.between(8, 9), new NodeId(1))));
        }
        if (random.chance(300)) {
            changes.add(new Change.DeleteResource("x8"));
        }
        Request.Edit edit = Edits.of(changes.toArray(Change[]::new));
        edit = random.chance(500) ? Edits.restarting(edit) : edit;
        long seen = Math.max(1, state.configuration().version() - random.between(0, 2));
        edit = random.chance(500) ? Edits.basedOn(seen, edit) : edit;
        command(random.chance(200) ? edit.confirmedWithin(tried(random)) : edit);
    }

    /// How long the trial of an edit is to last. Sooner or later, or too late, somebody confirms or undoes it; or
    /// nobody
    /// does.
    private long tried(SplitMix random) {
        boolean kept = random.chance(500);
        if (random.chance(700)) {
            cluster.timeline()
                    .afterMillis(
                            random.between(200L, 14_000L),
                            () -> cluster.state()
                                    .flatMap(state -> state.edits().trial())
                                    .map(Trial::edit)
                                    .ifPresent(number -> command(kept ? Edits.confirm(number) : Edits.undo(number))));
        }
        return random.between(10_000L, 15_000L);
    }

    /// Its nodes in another order, as far as it has any, and other time-outs.
    private static ResourceDefinition otherwiseTreated(ResourceDefinition old) {
        List<String> nodes = new ArrayList<>(old.preferredNodes());
        Collections.reverse(nodes);
        return new ResourceDefinition(
                old.name(),
                old.parts(),
                nodes,
                old.loadTimeoutSeconds() % 10 + 5,
                old.unloadTimeoutSeconds() % 10 + 5,
                old.policy());
    }

    /// The same address on another network card.
    private static ResourceDefinition ofOtherParts(ResourceDefinition old, SplitMix random) {
        String cidr = old.parts().getFirst() instanceof PartDefinition.Address address ? address.cidr() : "";
        return old.withParts(List.of(new PartDefinition.Address(cidr, Optional.of("eth" + random.between(0, 3)))));
    }

    /// What was deleted is created again, and what is offline wanted again.
    void end(Fault fault) {
        String name = "r" + fault.amount();
        Optional<ClusterState> state = cluster.state();
        if (state.filter(it -> !it.resources().containsKey(name)).isPresent()) {
            command(Edits.put(cluster.plan().resource(name)));
        } else {
            command(new Request.Online(name, Optional.empty()));
        }
    }

    /// Something to be asked for, as things are.
    private interface Wish {
        void by(ClusterState state);
    }

    private void insist(long untilMicros, long paceMillis, Wish wish) {
        if (over || cluster.timeline().now() >= untilMicros) {
            return;
        }
        cluster.state().ifPresent(wish::by);
        cluster.timeline().afterMillis(paceMillis, () -> insist(untilMicros, paceMillis, wish));
    }

    private long endMicros(Fault fault) {
        return cluster.timeline().now() + fault.durationMillis() * 1_000;
    }

    private void command(Request request) {
        cluster.anyMember().ifPresent(node -> cluster.ask(node, request));
    }
}
