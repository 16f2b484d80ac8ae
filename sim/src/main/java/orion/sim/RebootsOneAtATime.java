package orion.sim;

import java.util.SortedSet;
import java.util.TreeSet;
import orion.core.configuration.MonitoringPolicy.Action;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.ClusterState;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;

/// A node is rebooted for a resource only where its definition says so, while nobody else is missing, and never under
/// something that is in maintenance (rule R9).
final class RebootsOneAtATime implements Invariant {
    private final SortedSet<NodeId> away = new TreeSet<>();

    @Override
    public void note(Fact fact) {
        if (fact instanceof Fact.LifeBegan(Member member, var _)) {
            away.remove(member.node());
        }
        if (fact instanceof Fact.Rebooted(Member member, var generation, ClusterState state)) {
            demand(hasCause(state, member), member, "though nothing on it asks for that");
            demand(away.isEmpty(), member, "while " + away + " is not back from that");
            demand(
                    generation
                            .members()
                            .containsAll(state.configuration().nodes().keySet()),
                    member,
                    "while not all are members of " + generation);
            demand(
                    state.resources().values().stream()
                            .noneMatch(resource -> isOn(resource, member)
                                    && state.maintenance().covers(resource)),
                    member,
                    "under what is in maintenance");
            away.add(member.node());
        }
    }

    private static boolean hasCause(ClusterState state, Member member) {
        return state.resources().values().stream()
                .anyMatch(resource -> isOn(resource, member)
                        && resource.phase() == Phase.STOPPED
                        && state.configuration()
                                        .resource(resource.name())
                                        .policy()
                                        .monitoring()
                                        .action()
                                == Action.REBOOT);
    }

    private static boolean isOn(ResourceState resource, Member member) {
        return resource.at().filter(member::equals).isPresent();
    }

    private static void demand(boolean holds, Member member, String why) {
        if (!holds) {
            throw new InvariantBroken(RebootsOneAtATime.class, member + " is rebooted for a resource " + why);
        }
    }
}
