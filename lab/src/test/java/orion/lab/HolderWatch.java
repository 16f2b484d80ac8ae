package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks every 10 ms, or with more than three hosts less often by as much, from outside the hosts and with one clock,
/// which of them have the service's address and which have its volume mounted. A host that is stopped still holds what
/// it holds.
final class HolderWatch implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int ATTEMPTS = 500;

    private final Lab lab;
    private final String address;
    private final String mountPoint;
    private final List<String> hosts;
    private final List<Sighting> sightings = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ended;
    private volatile Optional<Throwable> fault = Optional.empty();

    /// What was seen from one moment until the next sighting.
    ///
    /// @param sinceNanos by the monotonic clock
    /// @param address hosts that have the address
    /// @param mount hosts that have the volume mounted
    record Sighting(long sinceNanos, Set<String> address, Set<String> mount) {}

    /// For how long two hosts or more held the same thing.
    record Overlap(Duration address, Duration mount) {
        static final Overlap NONE = new Overlap(Duration.ZERO, Duration.ZERO);
    }

    HolderWatch(Lab lab, String address, String mountPoint) {
        this.lab = lab;
        this.address = address;
        this.mountPoint = mountPoint;
        this.hosts = lab.nodes().stream().map(Host::name).toList();
        this.thread = Thread.ofPlatform().daemon().name("holder-watch").start(this::watch);
    }

    private void watch() {
        try {
            look();
        } catch (Throwable broken) {
            fault = Optional.of(broken);
        }
    }

    private void look() {
        long step = STEP_NANOS * Math.max(3, hosts.size()) / 3;
        for (long next = System.nanoTime(); !ended; next += step) {
            Set<String> withAddress = holders("net/fib_trie", "-- " + address + "\n");
            Set<String> withMount = holders("mounts", " " + mountPoint + " ");
            note(new Sighting(System.nanoTime(), withAddress, withMount));
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
    }

    /// Who holds something now. It may have moved from one host to the other while this thread stood still between
    /// them: those that had it still have it after the last one was seen with it, or they do not hold it together.
    private Set<String> holders(String file, String text) {
        List<String> seen =
                hosts.stream().filter(host -> sees(host, file, text)).toList();
        Set<String> holding = new TreeSet<>();
        for (String host : seen) {
            if (host.equals(seen.getLast()) || sees(host, file, text)) {
                holding.add(host);
            }
        }
        return holding;
    }

    private synchronized void note(Sighting sighting) {
        Sighting last = sightings.isEmpty() ? null : sightings.getLast();
        if (last == null
                || !last.address().equals(sighting.address())
                || !last.mount().equals(sighting.mount())) {
            sightings.add(sighting);
        }
    }

    /// False, too, when the host is off: then it has no process whose file could be read. Where it has one and the file
    /// cannot be read, nothing is known, and that must not pass for "holds nothing".
    private boolean sees(String host, String file, String text) {
        IOException last = new IOException("never read");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Path> process = process(host);
            if (process.isEmpty()) {
                return false;
            }
            try {
                return Files.readString(process.get().resolve(file)).contains(text);
            } catch (IOException unreadable) {
                // A process that is ending has no files any more, a little before it is gone.
                last = unreadable;
                LockSupport.parkNanos(STEP_NANOS);
            }
        }
        throw new UncheckedIOException("what " + host + " holds cannot be read", last);
    }

    /// The living first process of a host that is on.
    private Optional<Path> process(String host) {
        try {
            String pid = Files.readString(lab.hostFile(host, "pid"))
                    .split(" ", -1)[0]
                    .strip();
            if (pid.isEmpty()) {
                return Optional.empty();
            }
            Path process = Path.of("/proc", pid);
            String stat = Files.readString(process.resolve("stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X' ? Optional.empty() : Optional.of(process);
        } catch (NoSuchFileException off) {
            return Optional.empty();
        } catch (IOException unreadable) {
            if (String.valueOf(unreadable.getMessage()).contains("No such process")) {
                return Optional.empty();
            }
            throw new UncheckedIOException("whether " + host + " is on cannot be read", unreadable);
        }
    }

    /// Who does not watch has seen nothing.
    private void requireWatching() {
        if (fault.isPresent()) {
            throw new AssertionError("the watch over the holders has failed", fault.get());
        }
    }

    /// All that was seen until now, one entry for each change.
    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    /// Hosts that have the volume mounted now.
    Set<String> mountedOn() {
        requireWatching();
        List<Sighting> all = sightings();
        return all.isEmpty() ? Set.of() : all.getLast().mount();
    }

    /// For how long two hosts held the same thing since a moment of the monotonic clock.
    Overlap overlap(long sinceNanos) {
        requireWatching();
        long address = 0;
        long mount = 0;
        List<Sighting> all = sightings();
        for (int i = 0; i < all.size(); i++) {
            Sighting sighting = all.get(i);
            long end = i + 1 < all.size() ? all.get(i + 1).sinceNanos() : System.nanoTime();
            long length = Math.max(0, end - Math.max(sighting.sinceNanos(), sinceNanos));
            address += sighting.address().size() > 1 ? length : 0;
            mount += sighting.mount().size() > 1 ? length : 0;
        }
        return new Overlap(Duration.ofNanos(address), Duration.ofNanos(mount));
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
