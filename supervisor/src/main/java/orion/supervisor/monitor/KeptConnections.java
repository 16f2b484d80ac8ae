package orion.supervisor.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// How many connections with TLS stay open between two polls, and for how long: what a poll of this kind costs is its
/// handshake. It is worth it where polls are frequent; services end a connection after a minute or so without a word.
///
/// @param room    for so many more
/// @param longest for so long one is used: to accept connections is a sign of life, too, and a certificate is looked at
///                when one begins. No agent has to wait longer for either than one with the usual interval
/// @param clock   nanoseconds
record KeptConnections(Semaphore room, Duration longest, LongSupplier clock) {
    static final Duration LONGEST = Duration.ofMinutes(2);
    /// Each takes a file and some memory.
    private static final int MOST = 1000;
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /// As many as this process may have without ever lacking a file for something else.
    static KeptConnections ofThisProcess() {
        return new KeptConnections(new Semaphore(Math.min(MOST, files() / 2)), LONGEST, System::nanoTime);
    }

    private static int files() {
        try {
            return Files.readAllLines(LIMITS).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split(" +", -1)[3])
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException unknown) {
            // Then every poll begins anew, as if there were none.
            return 0;
        }
    }

    /// The place for an agent that is polled so often.
    KeptConnection pollsEvery(Duration poll) {
        return new KeptConnection(this, poll.multipliedBy(2).compareTo(longest) <= 0);
    }
}
