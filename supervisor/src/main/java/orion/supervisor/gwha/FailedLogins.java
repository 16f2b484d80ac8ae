package orion.supervisor.gwha;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import orion.supervisor.agent.LockedFile;

/// Who has failed to log in how often, in a file: where each connection has a process of its own, nothing
/// else remembers. Who fails again and again waits longer and longer: an account, from an address, or from a network
/// of IPv6, whose addresses whoever has one of them has all.
///
/// An address from which an account has logged in is only delayed: a stranger beside the monitor must not keep
/// it out.
final class FailedLogins {
    private static final int FREE_FAILURES = 3;
    private static final int MOST_DOUBLINGS = 8;
    private static final long FORGOTTEN_MILLIS = TimeUnit.MINUTES.toMillis(15);
    private static final long KNOWN_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final long LONGEST_DELAY_MILLIS = 2_000;
    private static final int MOST_ENTRIES = 1000;
    private static final int NETWORK_BYTES = 8;
    private static final String KNOWN = "known ";
    /// All names that no account has count as one: they may be passwords, and must not fill the table.
    private static final String NOBODY = "*";
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private final Path file;
    private final List<String> accounts;
    private final LongSupplier clock;
    private final Pause pause;

    /// Lets time pass.
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /// @param accounts the names that may log in
    /// @param clock    milliseconds that grow while the host runs, the same for all its processes
    FailedLogins(Path file, List<String> accounts, LongSupplier clock, Pause pause) {
        this.file = file;
        this.accounts = List.copyOf(accounts);
        this.clock = clock;
        this.pause = pause;
    }

    /// With the clock that all processes of a host share.
    FailedLogins(Path file, List<String> accounts) {
        this(file, accounts, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), Thread::sleep);
    }

    /// How long somebody must wait until he may try again.
    ///
    /// @param failures how often he has failed
    /// @param ago      milliseconds since the last time
    static long waitMillis(int failures, long ago) {
        if (failures < FREE_FAILURES || ago < 0 || ago >= FORGOTTEN_MILLIS) {
            return 0;
        }
        long pause = TimeUnit.SECONDS.toMillis(1L << Math.min(MOST_DOUBLINGS, failures - FREE_FAILURES + 1));
        return Math.max(0, pause - ago);
    }

    /// Comes before the password is looked at, and counts as a failure until [#succeeded]: of many attempts at once
    /// none is free because the others have not failed yet. Takes its time where that is due.
    ///
    /// @return how many milliseconds he must stay away; 0 where the password may be looked at now
    long charge(String address, String user) throws IOException, InterruptedException {
        long due = count(address, name(user));
        if (due < 0) {
            return -due;
        }
        if (due > 0) {
            pause.millis(due);
        }
        return 0;
    }

    /// @return below zero for how long he must stay away, otherwise how long he is delayed
    private synchronized long count(String address, String user) throws IOException, InterruptedException {
        try (LockedFile locked = LockedFile.of(file, LOCK_LIMIT)) {
            Properties known = read(locked.channel());
            known.keySet().removeIf(key -> isOver(known, String.valueOf(key)));
            String key = key(address, user);
            long wait = waitMillis(failures(known, key), ago(known, key));
            if (wait > 0 && !known.containsKey(KNOWN + address + " " + user)) {
                return -wait;
            }
            put(known, key, failures(known, key) + 1);
            write(locked.channel(), known);
            return Math.min(wait, LONGEST_DELAY_MILLIS);
        }
    }

    /// The password was right: gives back what was charged for it, and no more, for others fail from there, too.
    synchronized void succeeded(String address, String user) throws IOException, InterruptedException {
        try (LockedFile locked = LockedFile.of(file, LOCK_LIMIT)) {
            Properties known = read(locked.channel());
            String key = key(address, name(user));
            int failures = failures(known, key);
            if (failures > 1) {
                put(known, key, failures - 1);
            } else {
                known.remove(key);
            }
            put(known, KNOWN + address + " " + name(user), 0);
            write(locked.channel(), known);
        }
    }

    private String name(String user) {
        return accounts.contains(user) ? user : NOBODY;
    }

    private static String key(String address, String user) {
        int scope = address.indexOf('%');
        byte[] bytes = InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope))
                .getAddress();
        boolean isNetwork = bytes.length > NETWORK_BYTES;
        return (isNetwork ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address) + " " + user;
    }

    /// Where there is no room the oldest goes.
    private void put(Properties known, String key, int failures) {
        if (!known.containsKey(key) && known.size() >= MOST_ENTRIES) {
            known.stringPropertyNames().stream()
                    .max(Comparator.comparingLong(other -> ago(known, other)))
                    .ifPresent(known::remove);
        }
        known.setProperty(key, failures + " " + clock.getAsLong());
    }

    /// What is of a later time was written before the host has started again: its clock begins anew.
    private boolean isOver(Properties known, String key) {
        long ago = ago(known, key);
        return ago < 0 || ago >= (key.startsWith(KNOWN) ? KNOWN_MILLIS : FORGOTTEN_MILLIS);
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
        ByteBuffer bytes = ByteBuffer.wrap(text.toByteArray());
        // On a full disk what is there already can be written again, and what was known is not lost.
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        channel.truncate(bytes.position());
    }

    private static int failures(Properties known, String key) {
        return (int) number(known, key, 0);
    }

    private long ago(Properties known, String key) {
        return clock.getAsLong() - number(known, key, 1);
    }

    private static long number(Properties known, String key, int field) {
        String[] fields = known.getProperty(key, "0 0").split(" ", 2);
        try {
            return fields.length == 2 ? Long.parseLong(fields[field]) : 0;
        } catch (NumberFormatException spoilt) {
            return 0;
        }
    }
}
