package orion.node.os;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;

/// Reads what a thread has lost of its time: from counters the kernel keeps in memory, so that reading
/// them never waits for a disk.
public final class LostTimeMeter {
    /// Kernels count stolen time in hundredths of a second, whatever their own rhythm (`USER_HZ`).
    private static final long MILLIS_PER_TICK = 10;

    private final BootClock bootClock = new BootClock();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    /// What the calling thread has lost so far.
    ///
    /// @throws IOException where the kernel does not keep one of these counters, or writes it otherwise
    public LostTime read() throws IOException {
        try {
            return counted();
        } catch (NoSuchElementException | NumberFormatException | IndexOutOfBoundsException otherwise) {
            throw new IOException("the kernel's counters cannot be understood", otherwise);
        }
    }

    private LostTime counted() throws IOException {
        long collection = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            collection += Math.max(0, collector.getCollectionTime());
        }
        long asleep = bootClock.nanos() - System.nanoTime();
        // The name of the thread, in brackets, may hold blanks; field 12 of the line is the tenth behind it.
        String line = Files.readString(Path.of("/proc/thread-self/stat"));
        String behindName = line.substring(line.lastIndexOf(')') + 2);
        return new LostTime(
                collection,
                stolen(Files.readString(Path.of("/proc/stat"))),
                number(Files.readString(Path.of("/proc/thread-self/schedstat")), 2) / 1_000_000,
                number(behindName, 10),
                asleep / 1_000_000);
    }

    /// The eighth number behind each processor's name; the first line adds them up.
    static List<Long> stolen(String text) {
        return text.lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("cpu"))
                .map(line -> number(line, 9) * MILLIS_PER_TICK)
                .toList();
    }

    /// One of several words between blanks.
    ///
    /// @param which 1 for the first
    private static long number(String line, int which) {
        StringTokenizer words = new StringTokenizer(line);
        for (int i = 1; i < which; i++) {
            words.nextToken();
        }
        return Long.parseLong(words.nextToken());
    }
}
