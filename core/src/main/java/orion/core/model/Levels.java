package orion.core.model;

/// The levels of the protocol that a release speaks, without gaps. A cluster acts at one of them, which its generation
/// tells: the highest that all configured nodes speak, and never a lower one than before (ADR 13).
public record Levels(int lowest, int highest) {
    /// The highest that can be written.
    public static final int LAST = 255;
    /// Before there is a cluster.
    public static final int NONE = 0;
    /// What this release speaks.
    public static final Levels SPOKEN = new Levels(1, 1);

    public Levels {
        if (lowest < 1 || highest < lowest || highest > LAST) {
            throw new IllegalArgumentException("there are no levels " + lowest + " to " + highest + " of the protocol");
        }
    }

    /// Whether this is one of them.
    public boolean contain(int level) {
        return lowest <= level && level <= highest;
    }

    @Override
    public String toString() {
        return lowest == highest ? "level " + lowest : "levels " + lowest + " to " + highest;
    }
}
