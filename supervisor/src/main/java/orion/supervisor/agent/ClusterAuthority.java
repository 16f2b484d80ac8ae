package orion.supervisor.agent;

import java.util.Optional;
import orion.supervisor.configuration.Location;

/// What the cluster says to the start of an agent on this host: the one place where the supervisor and the
/// cluster meet. On a node of a cluster an agent may run only where its resource is loaded.
public interface ClusterAuthority {
    /// This host is no node of a cluster, so nobody else could run its agents.
    ClusterAuthority NOT_CLUSTERED = location -> Optional.empty();

    /// Why an agent must not be started here now, as a sentence; nothing where it may be.
    Optional<String> objection(Location location);
}
