package orion.node.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls that only root may make, undone at once.
@Tag("root")
class PrivilegedCallsTest {
    private static long statusKilobytes(String key) throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void memoryIsLockedWithoutBringingInWhatIsNotTouched() throws Exception {
        long residentBefore = statusKilobytes("VmRSS");
        try {
            MemoryLock.lockTouchedPages();
            assertThat(statusKilobytes("VmLck")).isPositive();
            assertThat(statusKilobytes("VmRSS")).isLessThan(residentBefore + 50_000);
        } finally {
            MemoryLock.unlock();
        }
        assertThat(statusKilobytes("VmLck")).isZero();
    }

    @Test
    void onlyTheCallingThreadRunsInRealTime() throws Exception {
        String[] policy = new String[1];
        Throwable[] failure = new Throwable[1];
        Thread thread = Thread.ofPlatform().unstarted(() -> {
            try {
                RealTimeScheduling.roundRobin(1);
                policy[0] = schedulingPolicy();
            } catch (Exception unexpected) {
                failure[0] = unexpected;
            }
        });
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
        assertThat(policy[0]).isEqualTo("2");
        assertThat(schedulingPolicy()).isEqualTo("0");
    }

    /// Field 41 of the thread's statistics: 0 is ordinary, 2 is round-robin.
    private static String schedulingPolicy() throws Exception {
        String line = Files.readString(Path.of("/proc/thread-self/stat")).strip();
        String afterName = line.substring(line.lastIndexOf(')') + 2);
        return afterName.split(" ", -1)[41 - 3];
    }
}
