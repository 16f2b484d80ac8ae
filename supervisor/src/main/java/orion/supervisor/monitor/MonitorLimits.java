package orion.supervisor.monitor;

import java.time.Duration;
import orion.supervisor.agent.RestartPolicy;

/// The numbers by which the monitor decides.
///
/// @param confirm  after this pause an agent that missed a poll and is running is polled once more
/// @param restarts how often and how fast it is started
/// @param acting   whether gwha is asked at all
public record MonitorLimits(Duration confirm, RestartPolicy.Limits restarts, boolean acting) {
    /// The usual ones.
    public static MonitorLimits usual(boolean acting) {
        return new MonitorLimits(
                Duration.ofSeconds(5),
                new RestartPolicy.Limits(Duration.ofSeconds(10), Duration.ofMinutes(10), 5, Duration.ofMinutes(10)),
                acting);
    }
}
