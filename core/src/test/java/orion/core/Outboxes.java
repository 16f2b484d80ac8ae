package orion.core;

import java.util.List;

/// Lets tests of any package look into an [Outbox].
public final class Outboxes {
    private Outboxes() {}

    /// What was given out since last asked.
    public static List<Output> taken(Outbox outbox) {
        return outbox.take();
    }
}
