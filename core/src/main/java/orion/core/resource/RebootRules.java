package orion.core.resource;

import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import orion.core.configuration.MonitoringPolicy;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// Whether a node is rebooted because a resource on it has failed too often and its definition says so (rule R9). What
/// fails there may fail everywhere: one node at a time goes, only while no other one is missing, only where the
/// resource can go elsewhere, and never under something that is in maintenance. The agreed state and the members decide
/// alone, so the master and the node itself come to the same answer.
final class RebootRules {
    private final ClusterState state;
    private final SortedSet<NodeId> members;

    /// @param members nodes in the present generation
    RebootRules(ClusterState state, SortedSet<NodeId> members) {
        this.state = state;
        this.members = members;
    }

    /// The resource for which a node is rebooted now, if any is; it tells where.
    Optional<ResourceState> cause() {
        return state.resources().values().stream()
                .filter(resource -> isAskedFor(resource) && obstacle(resource).isEmpty())
                .min(Comparator.comparing(resource -> resource.at().orElseThrow()));
    }

    /// The resource for which this life of a node is or was rebooted, though something may have kept it from that.
    Optional<ResourceState> causeOn(Member member) {
        return state.resources().values().stream()
                .filter(resource -> isAskedFor(resource) && resource.at().equals(Optional.of(member)))
                .findFirst();
    }

    /// What asks for the reboot of another node than this one's.
    Stream<ResourceState> elsewhere(ResourceState resource) {
        return state.resources().values().stream()
                .filter(other -> isAskedFor(other) && !other.at().equals(resource.at()));
    }

    private boolean isAskedFor(ResourceState resource) {
        // Asked after every step, and nearly always of what is not stopped.
        if (resource.phase() != Phase.STOPPED || !resource.wantedOnline()) {
            return false;
        }
        MonitoringPolicy monitoring =
                state.configuration().resource(resource.name()).policy().monitoring();
        return monitoring.action() == MonitoringPolicy.Action.REBOOT
                && resource.failures() > monitoring.restarts()
                && !state.maintenance().covers(resource);
    }

    /// What keeps the node of a resource from being rebooted for it, to go on with a sentence.
    Optional<String> obstacle(ResourceState resource) {
        if (!members.containsAll(state.configuration().nodes().keySet())
                || !state.leaving().isEmpty()) {
            return Optional.of("its node is not rebooted while another one is missing or leaves");
        }
        Optional<ResourceState> kept = state.resources().values().stream()
                .filter(other ->
                        other.at().equals(resource.at()) && state.maintenance().covers(other))
                .findFirst();
        if (kept.isPresent()) {
            return kept.map(other -> "its node is not rebooted while " + other.name() + " is in maintenance there");
        }
        return new Placement(state, members).elsewhere(resource).node().isEmpty()
                ? Optional.of("its node is not rebooted, because no other one can take it")
                : Optional.empty();
    }
}
