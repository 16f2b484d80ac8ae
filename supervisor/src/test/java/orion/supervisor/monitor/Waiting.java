package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits in a test for what can only be seen by looking again and again.
final class Waiting {
    private static final long LIMIT_SECONDS = 180;

    private Waiting() {}

    static void until(String what, Callable<Boolean> seen) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!seen.call()) {
            assertThat(System.nanoTime()).as("%s in time", what).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
