package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.core.Input;
import orion.core.model.Generation;
import orion.core.splitbrain.Ballot;
import orion.core.splitbrain.NodeBlock;
import orion.core.wire.MalformedInput;
import orion.node.board.NodeReading;

/// Cycles of a real board, as the protocol sees them.
@Timeout(600)
final class BoardPortTest {
    private final BlockingQueue<Input> reports = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder = Path.of("");

    private Input.BoardCycleEnded ended() throws InterruptedException {
        Input report = reports.poll(120, TimeUnit.SECONDS);
        assertThat(report).isInstanceOf(Input.BoardCycleEnded.class);
        return (Input.BoardCycleEnded) report;
    }

    private static NodeBlock block(LoneNode node, long tick) {
        return new NodeBlock(node.self, tick, Generation.NONE, Ballot.NONE, new TreeSet<>(), true, false);
    }

    @Test
    void everyCycleGivesBackWhatItWroteAndOneThatFindsTheBoardBusyFailsAtOnce() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            BoardPort port = node.port(reports::add);
            for (long tick = 1; tick <= 5; tick++) {
                port.begin(0, block(node, tick));
                assertThat(ended().blocks())
                        .hasValueSatisfying(
                                blocks -> assertThat(blocks).hasSize(1).containsKey(node.self.node()));
            }
            node.hangBoard();
            port.begin(0, block(node, 6));
            port.begin(0, block(node, 7));

            assertThat(ended())
                    .isEqualTo(new Input.BoardCycleEnded(
                            0, Optional.empty(), "the board is still busy with an earlier cycle"));
            assertThat(reports).as("the one that waits for the disk").isEmpty();
        }
    }

    @Test
    void aBoardThatIsCutShortFailsItsCycleWithASentence() throws Exception {
        try (LoneNode node = new LoneNode(folder)) {
            BoardPort port = node.port(reports::add);
            port.begin(0, block(node, 1));
            assertThat(ended().blocks()).isPresent();
            try (FileChannel board = FileChannel.open(folder.resolve("board"), StandardOpenOption.WRITE)) {
                board.truncate(0);
            }

            port.begin(0, block(node, 2));

            Input.BoardCycleEnded failed = ended();
            assertThat(failed.blocks()).isEmpty();
            assertThat(failed.error()).contains(folder.resolve("board").toString());
        }
    }

    @Test
    void aBlockThatCannotBeReadIsNeverTakenForOneThatWasNeverWritten() {
        assertThat(BoardPort.blocks(List.of(new NodeReading.Empty(1)))).isEmpty();
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> BoardPort.blocks(List.of(new NodeReading.Damaged(1, 0, "torn"))))
                .withMessageContaining("torn");
        assertThatExceptionOfType(MalformedInput.class)
                .isThrownBy(() -> BoardPort.blocks(
                        List.of(new NodeReading.Written(1, 1, ByteBuffer.wrap(new byte[] {1, 2, 3})))));
    }
}
