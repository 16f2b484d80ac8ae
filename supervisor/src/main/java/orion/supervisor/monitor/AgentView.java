package orion.supervisor.monitor;

/// What is shown of an agent.
///
/// @param sinceMillis since when, by the clock of the decisions
/// @param attempts    how often it was started in vain by now
/// @param alarmed     whether persons were told that it needs one of them, and not yet that it is over
public record AgentView(
        String name,
        String host,
        Condition condition,
        String detail,
        long sinceMillis,
        int attempts,
        boolean alarmed) {}
