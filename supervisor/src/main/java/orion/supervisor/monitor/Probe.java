package orion.supervisor.monitor;

/// One way to look for signs of life.
public interface Probe {
    /// Looks, within limits of its own; never throws for what the agent does.
    Verdict look() throws InterruptedException;

    /// What is looked at, for people.
    String target();

    /// It is not needed any more, and lets go of what it keeps between two looks.
    default void end() {}
}
