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
/// @param patience how long gwha may take to stop it and to start it again
public record WatchedAgent(
        String name,
        String host,
        Duration poll,
        Probe probe,
        List<String> after,
        Optional<String> resource,
        Thresholds thresholds,
        Duration patience) {
    /// More than gwha needs beside the agent: the lock, the cluster's word, what is left to be killed.
    private static final Duration MARGIN = Duration.ofSeconds(50);
    /// What an agent gets in `gwha.conf` where that says nothing: 30 s to start, 10 s to stop.
    private static final Duration USUAL = Duration.ofSeconds(40);

    /// One that takes no longer than usual to start.
    public WatchedAgent(
            String name,
            String host,
            Duration poll,
            Probe probe,
            List<String> after,
            Optional<String> resource,
            Thresholds thresholds) {
        this(name, host, poll, probe, after, resource, thresholds, patience(USUAL));
    }

    /// @param work what its definition allows for stop and start
    static Duration patience(Duration work) {
        return work.plus(MARGIN);
    }
}
