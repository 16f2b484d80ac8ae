package orion.supervisor.monitor;

/// What can happen to the monitor's decisions.
public sealed interface Input {
    /// Time has passed.
    record Tick() implements Input {}

    /// A poll has ended.
    record Polled(String agent, Verdict verdict) implements Input {}

    /// gwha has answered, or nobody has.
    record Answered(String agent, GwhaAnswer answer) implements Input {}
}
