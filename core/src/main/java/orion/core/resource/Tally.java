package orion.core.resource;

/// What is counted of a resource.
///
/// @param lives          how many times it was loaded
/// @param upSinceSeconds when its present life began: seconds since 1970 by the clock of its host, for people only; 0
/// while it does not run
/// @param failures       how many times it failed on the node where it is, as far as that counts yet (rule R9)
/// @param failovers      how many times it failed over by itself, as far as that counts yet (rule R10)
/// @param deadNodes      how many nodes in a row died soon after they had begun to load it (rule R10)
/// @param acquitted      whether it has run for so long since it was loaded that it does not kill its node: a master
///                       that came later could not tell (rule R10)
/// @param loadMillis     how long it took to load it when that succeeded last; 0 where it never did
public record Tally(
        int lives, long upSinceSeconds, int failures, int failovers, int deadNodes, boolean acquitted, int loadMillis) {
    /// Of a resource that was just created.
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, false, 0);

    /// Nodes that it may have killed are remembered: it may do so again.
    Tally coldStart() {
        return new Tally(lives, 0, 0, 0, deadNodes, false, loadMillis);
    }

    /// What failed elsewhere need not fail here.
    Tally loading(boolean again) {
        return new Tally(lives + 1, 0, again ? failures : 0, failovers, deadNodes, false, loadMillis);
    }

    Tally upSince(long seconds) {
        return new Tally(lives, seconds, failures, failovers, deadNodes, acquitted, loadMillis);
    }

    Tally withFailures(int count) {
        return new Tally(lives, upSinceSeconds, count, failovers, deadNodes, acquitted, loadMillis);
    }

    Tally withFailovers(int count) {
        return new Tally(lives, upSinceSeconds, failures, count, deadNodes, acquitted, loadMillis);
    }

    Tally withDeadNodes(int count) {
        return new Tally(lives, upSinceSeconds, failures, failovers, count, acquitted, loadMillis);
    }

    /// It does not kill the node where it runs.
    Tally acquittal() {
        return new Tally(lives, upSinceSeconds, failures, failovers, 0, true, loadMillis);
    }

    /// As a person wants it who asks for it anew.
    Tally forgiven() {
        return new Tally(lives, upSinceSeconds, 0, 0, 0, acquitted, loadMillis);
    }

    /// At least a millisecond: 0 says that it was never loaded.
    Tally loadedIn(int millis) {
        return new Tally(lives, upSinceSeconds, failures, failovers, deadNodes, acquitted, Math.max(1, millis));
    }
}
