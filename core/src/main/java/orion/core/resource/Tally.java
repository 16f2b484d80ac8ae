package orion.core.resource;

/// What is counted of a resource.
///
/// @param lives          how many times it was loaded
/// @param upSinceSeconds when its present life began: seconds since 1970 by the clock of its host, for people only; 0
/// while it does not run
/// @param failures       how many times it stopped by itself since it last ran for long
/// @param loadMillis     how long it took to load it when that succeeded last; 0 where it never did
public record Tally(int lives, long upSinceSeconds, int failures, int loadMillis) {
    /// Of a resource that was just created.
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally coldStart() {
        return new Tally(lives, 0, 0, loadMillis);
    }

    Tally loading() {
        return new Tally(lives + 1, 0, failures, loadMillis);
    }

    Tally upSince(long seconds) {
        return new Tally(lives, seconds, failures, loadMillis);
    }

    Tally withFailures(int count) {
        return new Tally(lives, upSinceSeconds, count, loadMillis);
    }

    Tally loadedIn(int millis) {
        return new Tally(lives, upSinceSeconds, failures, millis);
    }
}
