package orion.sim;

/// A run did what must never happen; the message says what, in one sentence.
final class InvariantBroken extends RuntimeException {
    private final String invariant;

    InvariantBroken(Class<?> invariant, String text) {
        super(text);
        this.invariant = invariant.getSimpleName();
    }

    /// The name of what was broken.
    String invariant() {
        return invariant;
    }
}
