package orion.node.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading and writing past the page cache.
class DirectFileTest {
    @TempDir
    Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void makeFile() throws Exception {
        path = folder.resolve("file");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(64 * 1024);
        }
    }

    @Test
    void whatIsWrittenIsInTheFileAndReadsBack() throws Exception {
        MemorySegment buffer = DirectFile.buffer(8192);
        buffer.fill((byte) 7);
        try (DirectFile file = DirectFile.open(path, OpenMode.WRITE)) {
            file.write(4096, buffer, 4096, 4096);
            file.flush();
            buffer.fill((byte) 0);
            file.read(4096, buffer, 0, 4096);
            assertThat(file.size()).isEqualTo(64 * 1024);
            assertThat(file.isBlockDevice()).isFalse();
        }
        assertThat(buffer.get(ValueLayout.JAVA_BYTE, 4095)).isEqualTo((byte) 7);
        assertThat(buffer.get(ValueLayout.JAVA_BYTE, 4096)).isZero();
        byte[] bytes = Files.readAllBytes(path);
        assertThat(bytes[4095]).isZero();
        assertThat(bytes[4096]).isEqualTo((byte) 7);
        assertThat(bytes[8191]).isEqualTo((byte) 7);
        assertThat(bytes[8192]).isZero();
    }

    @Test
    void oneSectorIsWrittenAlone() throws Exception {
        MemorySegment buffer = DirectFile.buffer(4096);
        buffer.fill((byte) 9);
        try (DirectFile file = DirectFile.open(path, OpenMode.WRITE)) {
            file.write(512, buffer, 0, 512);
        }
        byte[] bytes = Files.readAllBytes(path);
        assertThat(bytes[511]).isZero();
        assertThat(bytes[512]).isEqualTo((byte) 9);
        assertThat(bytes[1023]).isEqualTo((byte) 9);
        assertThat(bytes[1024]).isZero();
    }

    @Test
    void aFileSystemWithoutDirectTransfersIsReadAllTheSameAndSaidSo() throws Exception {
        try (DirectFile file = DirectFile.open(Path.of("/proc/self/cmdline"), OpenMode.READ)) {
            file.read(0, DirectFile.buffer(4096), 0, 4);
            assertThat(file.isDirect()).isFalse();
        }
        try (DirectFile file = DirectFile.open(path, OpenMode.READ)) {
            assertThat(file.isDirect()).isTrue();
        }
    }

    @Test
    void aShortReadIsAFailureThatSaysWhere() throws Exception {
        try (DirectFile file = DirectFile.open(path, OpenMode.READ)) {
            MemorySegment buffer = DirectFile.buffer(8192);
            assertThatThrownBy(() -> file.read(60 * 1024, buffer, 0, 8192))
                    .isInstanceOf(LinuxException.class)
                    .hasMessage("cannot read 8192 bytes at 61440 of " + path + ": only 4096 were done");
        }
    }

    @Test
    void writingWhatWasOpenedForReadingFails() throws Exception {
        try (DirectFile file = DirectFile.open(path, OpenMode.READ)) {
            LinuxException failure =
                    catchThrowableOfType(LinuxException.class, () -> file.write(0, DirectFile.buffer(4096), 0, 4096));
            assertThat(failure.errno()).isEqualTo(Errno.EBADF);
        }
    }

    @Test
    void missingFilesAndFoldersAreRefusedWithTheKernelsReason() {
        LinuxException missing = catchThrowableOfType(
                LinuxException.class, () -> DirectFile.open(folder.resolve("none"), OpenMode.WRITE));
        assertThat(missing).hasMessage("cannot open " + folder.resolve("none") + ": no such file or device (ENOENT)");
        LinuxException isFolder =
                catchThrowableOfType(LinuxException.class, () -> DirectFile.open(folder, OpenMode.READ));
        assertThat(isFolder.errno()).isEqualTo(Errno.EISDIR);
    }

    @Test
    void aClosedFileIsNotUsedAndATransferNeverLeavesItsBuffer() throws Exception {
        MemorySegment buffer = DirectFile.buffer(4096);
        DirectFile file = DirectFile.open(path, OpenMode.WRITE);
        assertThatThrownBy(() -> file.read(0, buffer, 1, 4096)).isInstanceOf(IndexOutOfBoundsException.class);
        file.close();
        file.close();
        assertThatThrownBy(() -> file.read(0, buffer, 0, 4096)).isInstanceOf(LinuxException.class);
    }

    @Test
    void aReadAllocatesNoMoreThanOneSmallObject() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MemorySegment buffer = DirectFile.buffer(4096);
        try (DirectFile file = DirectFile.open(path, OpenMode.READ)) {
            long perRead = Long.MAX_VALUE;
            // The first rounds run in the interpreter, which boxes what compiled code does not. It is compiled beside
            // whatever else this machine does.
            long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (perRead > 40 && System.nanoTime() < limit) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int read = 0; read < 200; read++) {
                    file.read(0, buffer, 0, 4096);
                }
                perRead = (threads.getCurrentThreadAllocatedBytes() - before) / 200;
            }
            assertThat(perRead).as("bytes allocated for one read").isLessThanOrEqualTo(40);
        }
    }
}
