package orion.supervisor.monitor;

import java.io.IOException;

/// One way to tell a person what happened to an agent.
interface Teller {
    /// Tells, within limits of its own.
    ///
    /// @throws IOException where nobody may have been told; its message says why
    void tell(HistoryEntry news) throws IOException, InterruptedException;

    /// What it is called in messages.
    String name();
}
