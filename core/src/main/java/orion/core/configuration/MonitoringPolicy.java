package orion.core.configuration;

/// How closely a loaded resource is looked at, and what becomes of it when it is not well (rule R9).
///
/// @param everySeconds   pause between two looks
/// @param timeoutSeconds how long one look may take
/// @param timeouts       so many looks in a row without an answer in time count as one failure; what a look finds
///                       broken always counts
/// @param restarts       how many failures on one node are answered there, by unloading and loading
/// @param withinSeconds  for how long a failure counts
/// @param action         what happens at the next one
public record MonitoringPolicy(
        int everySeconds, int timeoutSeconds, int timeouts, int restarts, int withinSeconds, Action action) {
    public static final int MOST_RESTARTS = 1_000;
    public static final int MOST_TIMEOUTS = 100;

    /// The usual settings.
    public static final MonitoringPolicy USUAL = new MonitoringPolicy(10, 20, 1, 3, 600, Action.COMATOSE);

    /// What becomes of a resource that has failed too often on its node.
    public enum Action {
        /// a person must see to it
        COMATOSE,
        /// it is loaded on the next of its nodes
        MIGRATE,
        /// its node stops everything and is rebooted, so that others take over
        REBOOT
    }

    /// @throws IllegalArgumentException with one sentence that names the field and the rule
    public MonitoringPolicy {
        DefinitionRules.timeoutSeconds("monitor.every", everySeconds);
        DefinitionRules.timeoutSeconds("monitor.timeout", timeoutSeconds);
        DefinitionRules.timeoutSeconds("monitor.within", withinSeconds);
        DefinitionRules.number("monitor.timeouts", timeouts, 1, MOST_TIMEOUTS);
        DefinitionRules.number("monitor.restarts", restarts, 0, MOST_RESTARTS);
    }

    /// The same with another answer to failures.
    public MonitoringPolicy answering(int times, int seconds, Action then) {
        return new MonitoringPolicy(everySeconds, timeoutSeconds, timeouts, times, seconds, then);
    }
}
