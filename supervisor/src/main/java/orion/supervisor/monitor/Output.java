package orion.supervisor.monitor;

/// What the monitor's decisions want done.
public sealed interface Output {
    /// Poll this agent; exactly one [Input.Polled] must follow.
    record Poll(String agent) implements Output {}

    /// Ask the gwha of this agent's host; exactly one [Input.Answered] must follow.
    ///
    /// @param run which run of the agent shows no signs of life, as gwha named it; empty where that is not known
    record Ask(String agent, Order order, String run) implements Output {}

    /// Write it into the history.
    ///
    /// @param loud whether a person should be told, wherever he is
    record Tell(String agent, Condition condition, String sentence, boolean loud) implements Output {}
}
