package orion.supervisor.monitor;

/// What the monitor thinks of an agent.
public enum Condition {
    /// Not looked at yet.
    UNKNOWN("unknown"),
    UP("up"),
    /// It does its work, beyond a limit that is worth a word.
    WARNING("warning"),
    /// It does its work, beyond a limit at which somebody should do something.
    CRITICAL("critical"),
    /// Whether it does its work nobody can tell, and no restart would change that: a person must see to how it is
    /// looked at.
    UNCLEAR("unclear"),
    /// One poll was missed; it is looked at once more.
    SUSPECT("suspect"),
    /// Down; what can be done is being done.
    DOWN("down"),
    /// Down, and so left alone: gwha refuses to start it.
    REFUSED("left alone"),
    /// Down, and so often started in vain that a person is needed.
    GIVEN_UP("given up");

    private final String word;

    Condition(String word) {
        this.word = word;
    }

    /// Whether it does its work, however well.
    boolean isUseful() {
        return this == UP || this == WARNING || this == CRITICAL;
    }

    /// Whether those that need it may be started.
    boolean mayServe() {
        return isUseful() || this == UNCLEAR;
    }

    /// As people and programs read it.
    public String word() {
        return word;
    }
}
