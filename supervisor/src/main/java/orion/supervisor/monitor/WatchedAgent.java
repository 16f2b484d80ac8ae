package orion.supervisor.monitor;

import java.time.Duration;
import java.util.List;

/// An agent that is polled.
///
/// @param name  its location
/// @param host  where its gwha is asked
/// @param poll  the pause between the end of one poll and the next
/// @param probe how it is polled
/// @param after the agents without which it need not be started
public record WatchedAgent(String name, String host, Duration poll, Probe probe, List<String> after) {}
