package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.configuration.Location;

/// Nobody else may open what is locked, and who keeps a lock is named.
final class LockedFileTest {
    private static final Location AGENT = new Location("post.dom");

    @TempDir
    private Path folder;

    /// A process that locks a file as whoever may only read it can, until it is told to end.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ);
                    var lock = channel.lock(0, Long.MAX_VALUE, true)) {
                System.out.println(lock.isShared());
                int end = System.in.read();
                assert end < 0;
            }
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatIsKnownOfAgentsIsNobodyElsesBusiness() throws Exception {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path lock = Files.createFile(run.resolve("post.dom.lock"));
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
        RunFolder known = new RunFolder(run);
        try (RunFolder.Wish wish = known.wishToStop(AGENT)) {
            known.alone(AGENT, () -> {
                known.write(AGENT, AgentRecord.NONE);
                return true;
            });
            assertThat(permissions(run)).isEqualTo("rwx------");
            try (var files = Files.list(run)) {
                for (Path file : files.toList()) {
                    assertThat(permissions(file)).as("%s", file).isEqualTo("rw-------");
                }
            }
            wish.granted();
        }
        assertThat(run.resolve("post.dom.agent")).exists();
    }

    @Test
    void whoKeepsALockIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("post.dom.lock"));
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("true");
            assertThatThrownBy(() -> LockedFile.of(file, Duration.ZERO))
                    .isInstanceOf(LockedFile.Held.class)
                    .hasMessageContaining("process " + holder.pid() + " (")
                    .hasMessageContaining(file.toString());
            holder.getOutputStream().close();
            assertThat(holder.waitFor()).isZero();
            try (LockedFile free = LockedFile.of(file, Duration.ZERO)) {
                assertThat(free.channel().isOpen()).isTrue();
            }
        } finally {
            holder.destroy();
        }
    }
}
