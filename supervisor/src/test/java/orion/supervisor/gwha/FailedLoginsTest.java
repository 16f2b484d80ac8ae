package orion.supervisor.gwha;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who guesses passwords has to wait, ever longer, and nobody else has to.
final class FailedLoginsTest {
    private final AtomicLong clock = new AtomicLong(5_000_000);

    @Test
    void theWaitDoublesUpToALimitAndIsForgotten() {
        assertThat(FailedLogins.waitMillis(2, 0)).isZero();
        assertThat(FailedLogins.waitMillis(3, 0)).isEqualTo(2_000);
        assertThat(FailedLogins.waitMillis(4, 1_000)).isEqualTo(3_000);
        assertThat(FailedLogins.waitMillis(50, 0)).isEqualTo(256_000);
        assertThat(FailedLogins.waitMillis(50, 15 * 60_000)).isZero();
    }

    @Test
    void eachHostCountsForItself(@TempDir Path folder) throws Exception {
        FailedLogins failed = new FailedLogins(folder.resolve("x/failed"), clock::get);
        for (int i = 0; i < 4; i++) {
            failed.failed("192.0.2.1");
        }

        // Another process, as xinetd starts one for each connection.
        FailedLogins other = new FailedLogins(folder.resolve("x/failed"), clock::get);
        assertThat(other.waitMillis("192.0.2.1")).isEqualTo(4_000);
        assertThat(other.waitMillis("::1")).isZero();
        other.succeeded("192.0.2.1");
        assertThat(failed.waitMillis("192.0.2.1")).isZero();
    }

    @Test
    void afterAWhileAllIsForgotten(@TempDir Path folder) throws Exception {
        FailedLogins failed = new FailedLogins(folder.resolve("failed"), clock::get);
        for (int i = 0; i < 5; i++) {
            failed.failed("192.0.2.1");
        }
        clock.addAndGet(15 * 60_000);
        failed.failed("192.0.2.1");
        assertThat(failed.waitMillis("192.0.2.1")).isZero();
        failed.failed("192.0.2.2");
        assertThat(Files.readString(folder.resolve("failed"))).contains("192.0.2.1=1 ", "192.0.2.2=1 ");
        clock.addAndGet(15 * 60_000);
        failed.failed("192.0.2.3");
        assertThat(Files.readString(folder.resolve("failed"))).doesNotContain("192.0.2.1", "192.0.2.2");
    }

    @Test
    void aFileOfALaterTimeLocksNobodyOut(@TempDir Path folder) throws Exception {
        FailedLogins failed = new FailedLogins(folder.resolve("failed"), clock::get);
        for (int i = 0; i < 5; i++) {
            failed.failed("192.0.2.1");
        }
        // The host has started again: its clock begins anew, and the file may have survived.
        clock.set(1_000);
        assertThat(failed.waitMillis("192.0.2.1")).isZero();
    }

    @Test
    void theFileHasALimit(@TempDir Path folder) throws Exception {
        FailedLogins failed = new FailedLogins(folder.resolve("failed"), clock::get);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            many.append("host").append(i).append("=1 ").append(clock.get()).append('\n');
        }
        Files.writeString(folder.resolve("failed"), many);
        failed.failed("192.0.2.1");

        assertThat(Files.readString(folder.resolve("failed")))
                .contains("host999=")
                .doesNotContain("192.0.2.1");
    }

    @Test
    void aSpoiltFileLocksNobodyOut(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("failed"), "\\u12 = x\n192.0.2.1=many times\n");
        FailedLogins failed = new FailedLogins(file, clock::get);

        assertThat(failed.waitMillis("192.0.2.1")).isZero();
        failed.failed("192.0.2.1");
        assertThat(failed.waitMillis("192.0.2.1")).isZero();
    }
}
