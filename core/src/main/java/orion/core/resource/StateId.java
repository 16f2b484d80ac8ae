package orion.core.resource;

/// Names one agreed state: the generation in which it was agreed and its number within it. Later states compare
/// higher.
public record StateId(long generation, long version) implements Comparable<StateId> {
    /// The state of a node that never was a member.
    public static final StateId NONE = new StateId(0, 0);

    public StateId next() {
        return new StateId(generation, version + 1);
    }

    @Override
    public int compareTo(StateId other) {
        int byGeneration = Long.compare(generation, other.generation);
        return byGeneration != 0 ? byGeneration : Long.compare(version, other.version);
    }

    @Override
    public String toString() {
        return generation + "/" + version;
    }
}
