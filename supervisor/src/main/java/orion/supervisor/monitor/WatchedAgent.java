package orion.supervisor.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An agent that is polled.
///
/// @param name     its location
/// @param host     where its gwha is asked
/// @param poll     the pause between the end of one poll and the next
/// @param probe    how it is polled
/// @param after    the agents without which it need not be started
/// @param resource the resource of the cluster to which it belongs
/// @param thresholds beyond which persons are told
public record WatchedAgent(
        String name,
        String host,
        Duration poll,
        Probe probe,
        List<String> after,
        Optional<String> resource,
        Thresholds thresholds) {}
