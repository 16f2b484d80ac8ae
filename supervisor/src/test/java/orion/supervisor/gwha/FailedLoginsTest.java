package orion.supervisor.gwha;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who guesses passwords has to wait, ever longer, and nobody else has to.
final class FailedLoginsTest {
    private static final String HERE = "192.0.2.1";

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(5_000_000);
    private FailedLogins failed = open();

    @BeforeEach
    void begin() {
        failed = open();
    }

    private FailedLogins open() {
        return new FailedLogins(
                folder == null ? Path.of("/nonexistent") : folder.resolve("x/failed"),
                List.of("gwha", "other"),
                clock::get,
                clock::addAndGet);
    }

    /// As many as there are for nothing, and one that has to wait.
    private void fail(String address, String user) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(failed.charge(address, user)).isZero();
        }
        assertThat(failed.charge(address, user)).isEqualTo(2_000);
    }

    @Test
    void theWaitDoublesUpToALimitAndIsForgotten() {
        assertThat(FailedLogins.waitMillis(2, 0)).isZero();
        assertThat(FailedLogins.waitMillis(3, 0)).isEqualTo(2_000);
        assertThat(FailedLogins.waitMillis(4, 1_000)).isEqualTo(3_000);
        assertThat(FailedLogins.waitMillis(50, 0)).isEqualTo(256_000);
        assertThat(FailedLogins.waitMillis(50, 15 * 60_000)).isZero();
    }

    @Test
    void eachAddressAndAccountCountsForItself() throws Exception {
        fail(HERE, "gwha");

        // Another process, as xinetd starts one for each connection.
        FailedLogins process = open();
        assertThat(process.charge(HERE, "gwha")).isEqualTo(2_000);
        assertThat(process.charge(HERE, "other")).isZero();
        assertThat(process.charge("192.0.2.2", "gwha")).isZero();
    }

    @Test
    void aNetworkOfIpv6CountsAsOne() throws Exception {
        fail("2001:db8:0:1::17%eth0", "gwha");

        assertThat(failed.charge("2001:db8:0:1:ffff:1:2:3", "gwha")).isEqualTo(2_000);
        assertThat(failed.charge("2001:db8:0:2::17", "gwha")).isZero();
    }

    @Test
    void namesThatNoAccountHasCountAsOneAndAreNotWrittenDown() throws Exception {
        for (String name : List.of("hunter1", "hunter2", "hunter3")) {
            assertThat(failed.charge(HERE, name)).isZero();
        }
        assertThat(failed.charge(HERE, "hunter4")).isEqualTo(2_000);
        assertThat(Files.readString(folder.resolve("x/failed"))).doesNotContain("hunter");
    }

    @Test
    void ofManyAtOnceOnlyThreeAreLookedAt() throws Exception {
        List<Callable<Long>> attempts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            attempts.add(() -> failed.charge(HERE, "gwha"));
        }
        try (var threads = Executors.newFixedThreadPool(64)) {
            List<Long> waits = new ArrayList<>();
            for (Future<Long> attempt : threads.invokeAll(attempts)) {
                waits.add(attempt.get());
            }
            assertThat(waits).filteredOn(wait -> wait == 0).hasSize(3);
        }
    }

    @Test
    void fromWhereItHasLoggedInAnAccountIsDelayedAndLetIn() throws Exception {
        assertThat(failed.charge("2001:db8::1", "gwha")).isZero();
        failed.succeeded("2001:db8::1", "gwha");
        for (int i = 0; i < 40; i++) {
            long before = clock.get();
            assertThat(failed.charge("2001:db8::1", "gwha")).isZero();
            assertThat(clock.get() - before).isEqualTo(i < 3 ? 0 : 2_000);
        }
        // Whoever is beside it is not.
        assertThat(failed.charge("2001:db8::2", "gwha")).isPositive();
        // That it has logged in is known for longer than what has failed.
        clock.addAndGet(16 * 60_000);
        for (int i = 0; i < 9; i++) {
            assertThat(failed.charge("2001:db8::1", "gwha")).isZero();
        }
    }

    @Test
    void aRightPasswordGivesBackWhatItWasChargedAndNoMore() throws Exception {
        assertThat(failed.charge(HERE, "gwha")).isZero();
        assertThat(failed.charge(HERE, "gwha")).isZero();
        failed.succeeded(HERE, "gwha");
        assertThat(Files.readString(folder.resolve("x/failed"))).contains(HERE + "\\ gwha=1 ");
        for (int i = 0; i < 20; i++) {
            assertThat(failed.charge("192.0.2.9", "gwha")).isZero();
            failed.succeeded("192.0.2.9", "gwha");
        }
        assertThat(Files.readString(folder.resolve("x/failed"))).doesNotContain("\n192.0.2.9");
    }

    @Test
    void afterAWhileAllIsForgotten() throws Exception {
        fail(HERE, "gwha");
        clock.addAndGet(15 * 60_000);
        assertThat(failed.charge("192.0.2.3", "gwha")).isZero();
        assertThat(Files.readString(folder.resolve("x/failed"))).doesNotContain(HERE);
    }

    @Test
    void aFileOfALaterTimeLocksNobodyOut() throws Exception {
        fail(HERE, "gwha");
        // The host has started again: its clock begins anew, and the file may have survived.
        clock.set(1_000);
        assertThat(failed.charge(HERE, "gwha")).isZero();
        assertThat(Files.readString(folder.resolve("x/failed"))).contains(HERE + "\\ gwha=1 ");
    }

    @Test
    void whereTheTableIsFullTheOldestGoes() throws Exception {
        fail(HERE, "gwha");
        for (int i = 0; i < 999; i++) {
            clock.incrementAndGet();
            assertThat(failed.charge("198.51." + i / 250 + "." + i % 250, "gwha"))
                    .isZero();
        }
        assertThat(Files.readString(folder.resolve("x/failed"))).contains(HERE);
        clock.incrementAndGet();
        fail("203.0.113.1", "gwha");
        assertThat(Files.readString(folder.resolve("x/failed")))
                .contains("203.0.113.1", "198.51.0.0\\ ")
                .doesNotContain(HERE);
    }

    @Test
    void aSpoiltFileLocksNobodyOut() throws Exception {
        Files.createDirectory(folder.resolve("x"));
        Files.writeString(folder.resolve("x/failed"), "\\u12 = x\n192.0.2.1\\ gwha=many times\n");

        assertThat(failed.charge(HERE, "gwha")).isZero();
    }
}
