package orion.supervisor.gwha;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import orion.supervisor.agent.LockedFile;

/// Who has failed to log in how often, in a file: where each connection has a process of its own, nothing
/// else remembers. Who fails again and again waits longer and longer.
final class FailedLogins {
    private static final int FREE_FAILURES = 3;
    private static final int MOST_DOUBLINGS = 8;
    private static final long FORGOTTEN_MILLIS = TimeUnit.MINUTES.toMillis(15);
    private static final int MOST_HOSTS = 1000;
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private final Path file;
    private final LongSupplier clock;

    /// @param clock milliseconds that grow while the host runs, the same for all its processes
    FailedLogins(Path file, LongSupplier clock) {
        this.file = file;
        this.clock = clock;
    }

    /// With the clock that all processes of a host share.
    FailedLogins(Path file) {
        this(file, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /// How long a host must wait until it may try again.
    ///
    /// @param failures how often it has failed
    /// @param ago      milliseconds since the last time
    static long waitMillis(int failures, long ago) {
        if (failures < FREE_FAILURES || ago < 0) {
            return 0;
        }
        long pause = TimeUnit.SECONDS.toMillis(1L << Math.min(MOST_DOUBLINGS, failures - FREE_FAILURES + 1));
        return Math.max(0, pause - ago);
    }

    /// How long this host must still wait.
    synchronized long waitMillis(String host) throws IOException, InterruptedException {
        try (LockedFile locked = LockedFile.of(file, LOCK_LIMIT)) {
            Properties known = read(locked.channel());
            return waitMillis(failures(known, host), ago(known, host));
        }
    }

    /// This host has failed once more.
    synchronized void failed(String host) throws IOException, InterruptedException {
        try (LockedFile locked = LockedFile.of(file, LOCK_LIMIT)) {
            Properties known = read(locked.channel());
            int failures = ago(known, host) >= FORGOTTEN_MILLIS ? 0 : failures(known, host);
            known.entrySet().removeIf(entry -> ago(known, String.valueOf(entry.getKey())) >= FORGOTTEN_MILLIS);
            if (known.size() < MOST_HOSTS) {
                known.setProperty(host, (failures + 1) + " " + clock.getAsLong());
            }
            write(locked.channel(), known);
        }
    }

    /// This host has logged in.
    synchronized void succeeded(String host) throws IOException, InterruptedException {
        try (LockedFile locked = LockedFile.of(file, LOCK_LIMIT)) {
            Properties known = read(locked.channel());
            if (known.remove(host) != null) {
                write(locked.channel(), known);
            }
        }
    }

    private static Properties read(FileChannel channel) throws IOException {
        Properties known = new Properties();
        channel.position(0);
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        try {
            known.load(new ByteArrayInputStream(bytes));
        } catch (IllegalArgumentException spoilt) {
            known.clear();
        }
        return known;
    }

    private static void write(FileChannel channel, Properties known) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        known.store(text, null);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.toByteArray()), 0);
    }

    private static int failures(Properties known, String host) {
        return (int) number(known, host, 0);
    }

    private long ago(Properties known, String host) {
        return clock.getAsLong() - number(known, host, 1);
    }

    private static long number(Properties known, String host, int field) {
        String[] fields = known.getProperty(host, "0 0").split(" ", 2);
        try {
            return fields.length == 2 ? Long.parseLong(fields[field]) : 0;
        } catch (NumberFormatException spoilt) {
            return 0;
        }
    }
}
