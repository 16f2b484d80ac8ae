package orion.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import orion.core.configuration.ResourceDefinition;
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
                                command(new Request.RemoveNode(node));
                            }
                        }));
    }

    void addAgain(Fault fault) {
        command(new Request.AddNode(cluster.plan().node(fault.victim())));
    }

    /// Asks for another definition of a resource that runs, then takes it offline and asks again; or deletes it.
    void edit(Fault fault) {
        String name = "r" + fault.amount();
        boolean replaces = fault.kind() == Fault.Kind.REPLACE_RESOURCE;
        if (!replaces) {
            cluster.state().ifPresent(state -> change(state, name));
        }
        insist(endMicros(fault), 400, state -> {
            boolean active = state.resources().containsKey(name)
                    && (state.resource(name).phase() != Phase.OFFLINE
                            || state.resource(name).wantedOnline());
            if (active) {
                command(new Request.Offline(name));
            } else if (replaces) {
                command(new Request.DeleteResource(name));
            } else {
                change(state, name);
            }
        });
    }

    /// Its nodes in another order, as far as it has any, and other time-outs.
    private void change(ClusterState state, String name) {
        ResourceDefinition old = state.configuration().resources().get(name);
        if (old != null) {
            List<String> nodes = new ArrayList<>(old.preferredNodes());
            Collections.reverse(nodes);
            command(new Request.PutResource(new ResourceDefinition(
                    name,
                    old.parts(),
                    nodes,
                    old.loadTimeoutSeconds() % 10 + 5,
                    old.unloadTimeoutSeconds() % 10 + 5,
                    old.policy())));
        }
    }

    /// What was deleted is created again, and what is offline wanted again.
    void end(Fault fault) {
        String name = "r" + fault.amount();
        Optional<ClusterState> state = cluster.state();
        if (state.filter(it -> !it.resources().containsKey(name)).isPresent()) {
            command(new Request.PutResource(cluster.plan().resource(name)));
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
