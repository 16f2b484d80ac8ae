package orion.sim;

/// Something that must be true after every event of every run. Small, named, and able to fail.
interface Invariant {
    /// Takes note of a fact.
    ///
    /// @throws InvariantBroken when it must not be
    void note(Fact fact);
}
