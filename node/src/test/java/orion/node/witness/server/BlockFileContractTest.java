package orion.node.witness.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import orion.node.os.BlockFile;
import orion.node.os.DirectFile;
import orion.node.os.LinuxException;
import orion.node.os.OpenMode;
import orion.node.witness.WitnessDisk;

/// What the white board relies on, of a file on this host and of one that a witness serves.
@Timeout(600)
final class BlockFileContractTest {
    enum Kind {
        ATTACHED,
        WITNESS
    }

    private final RunningWitness witness;

    BlockFileContractTest(@TempDir Path folder) throws IOException {
        this.witness = RunningWitness.start(folder.resolve("witness"));
    }

    @AfterEach
    void stop() {
        witness.close();
    }

    private BlockFile open(Kind kind) throws IOException {
        return switch (kind) {
            case ATTACHED -> DirectFile.open(witness.board(), OpenMode.WRITE);
            case WITNESS -> WitnessDisk.open(witness.word());
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsInTheFileAndReadsBack(Kind kind) throws Exception {
        MemorySegment buffer = DirectFile.buffer(8192);
        buffer.fill((byte) 7);
        try (BlockFile file = open(kind)) {
            assertThat(file.size()).isEqualTo(Files.size(witness.board()));
            file.write(4096, buffer, 4096, 4096);
            assertThat(Files.readAllBytes(witness.board())[8191]).isEqualTo((byte) 7);
            file.flush();
            buffer.fill((byte) 0);
            file.read(4096, buffer, 0, 4096);
        }
        assertThat(buffer.get(ValueLayout.JAVA_BYTE, 4095)).isEqualTo((byte) 7);
        assertThat(buffer.get(ValueLayout.JAVA_BYTE, 4096)).isZero();
        byte[] bytes = Files.readAllBytes(witness.board());
        assertThat(bytes[4095]).isZero();
        assertThat(bytes[4096]).isEqualTo((byte) 7);
        assertThat(bytes[8192]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void oneSectorIsWrittenAlone(Kind kind) throws Exception {
        MemorySegment buffer = DirectFile.buffer(4096);
        buffer.fill((byte) 9);
        try (BlockFile file = open(kind)) {
            assertThat(file.sectorSize()).isEqualTo(512);
            file.write(512, buffer, 0, 512);
        }
        byte[] bytes = Files.readAllBytes(witness.board());
        assertThat(bytes[511]).isZero();
        assertThat(bytes[512]).isEqualTo((byte) 9);
        assertThat(bytes[1023]).isEqualTo((byte) 9);
        assertThat(bytes[1024]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void largeTransfersArriveWhole(Kind kind) throws Exception {
        byte[] noise = new byte[3 << 20];
        new Random(3).nextBytes(noise);
        MemorySegment buffer = DirectFile.buffer(noise.length);
        buffer.copyFrom(MemorySegment.ofArray(noise));
        try (BlockFile file = open(kind)) {
            file.write(1 << 20, buffer, 0, noise.length);
            buffer.fill((byte) 0);
            file.read(1 << 20, buffer, 0, noise.length);
        }
        assertThat(buffer.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(noise);
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesBehindTheEndFailsAndSaysWhere(Kind kind) throws Exception {
        long size = Files.size(witness.board());
        MemorySegment buffer = DirectFile.buffer(8192);
        try (BlockFile file = open(kind)) {
            assertThatThrownBy(() -> file.read(size - 4096, buffer, 0, 8192))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageStartingWith("cannot read 8192 bytes at " + (size - 4096) + " of " + file.name() + ": ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedFileIsNotUsedAndATransferNeverLeavesItsBuffer(Kind kind) throws Exception {
        MemorySegment buffer = DirectFile.buffer(4096);
        BlockFile file = open(kind);
        assertThatThrownBy(() -> file.read(0, buffer, 1, 4096)).isInstanceOf(IndexOutOfBoundsException.class);
        file.read(0, buffer, 0, 4096);
        file.close();
        file.close();
        assertThatThrownBy(() -> file.read(0, buffer, 0, 4096)).isInstanceOf(LinuxException.class);
        assertThatThrownBy(() -> file.write(0, buffer, 0, 4096)).isInstanceOf(LinuxException.class);
    }
}
