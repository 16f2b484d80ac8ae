package orion.core;

/// Tells when the white board begins or ceases to work; what stays as it was is not told again.
final class BoardHealth {
    private boolean works;

    /// A cycle has ended.
    ///
    /// @param error what went wrong; empty where the own block was not read back as written
    void cycleEnded(boolean good, String error, Outbox outbox) {
        if (good == works) {
            return;
        }
        works = good;
        String why = error.isEmpty() ? "the own block did not read back as written" : error;
        outbox.happened(
                Event.Kind.BOARD,
                good ? "the white board works" : "protection impaired: the white board does not work: " + why);
    }
}
