package orion.core.resource;

/// What is counted of a resource.
///
/// @param lives          how many times it was loaded
/// @param upSinceSeconds when its present life began: seconds since 1970 by the clock of its host, for people only; 0
/// while it is not loaded
/// @param failures       how many times it stopped by itself since it last ran for long
public record Tally(int lives, long upSinceSeconds, int failures) {
    /// Of a resource that was just created.
    public static final Tally NONE = new Tally(0, 0, 0);

    Tally loading() {
        return new Tally(lives + 1, 0, failures);
    }

    Tally upSince(long seconds) {
        return new Tally(lives, seconds, failures);
    }

    Tally withFailures(int count) {
        return new Tally(lives, upSinceSeconds, count);
    }
}
