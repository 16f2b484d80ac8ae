package orion.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks every 10 ms, from outside the hosts and with one clock, which of them have the service's address and which
/// have its volume mounted. A host that is stopped still holds what it holds.
final class HolderWatch implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Lab lab;
    private final String address;
    private final String mountPoint;
    private final List<String> hosts;
    private final List<Sighting> sightings = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ended;

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
        for (long next = System.nanoTime(); !ended; next += STEP_NANOS) {
            Set<String> withAddress = new TreeSet<>();
            Set<String> withMount = new TreeSet<>();
            for (String host : hosts) {
                if (sees(host, "net/fib_trie", "-- " + address + "\n")) {
                    withAddress.add(host);
                }
                if (sees(host, "mounts", " " + mountPoint + " ")) {
                    withMount.add(host);
                }
            }
            note(new Sighting(System.nanoTime(), withAddress, withMount));
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
    }

    private synchronized void note(Sighting sighting) {
        Sighting last = sightings.isEmpty() ? null : sightings.getLast();
        if (last == null
                || !last.address().equals(sighting.address())
                || !last.mount().equals(sighting.mount())) {
            sightings.add(sighting);
        }
    }

    /// False, too, when the host is off: then it has no process whose file could be read.
    private boolean sees(String host, String file, String text) {
        try {
            String process = Files.readString(lab.hostFile(host, "pid")).split(" ", -1)[0];
            return Files.readString(Path.of("/proc", process, file)).contains(text);
        } catch (IOException off) {
            return false;
        }
    }

    /// All that was seen until now, one entry for each change.
    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    /// Hosts that have the volume mounted now.
    Set<String> mountedOn() {
        List<Sighting> all = sightings();
        return all.isEmpty() ? Set.of() : all.getLast().mount();
    }

    /// For how long two hosts held the same thing since a moment of the monotonic clock.
    Overlap overlap(long sinceNanos) {
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
