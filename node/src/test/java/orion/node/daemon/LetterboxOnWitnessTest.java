package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardKey;
import orion.node.board.BoardThread;
import orion.node.board.BoardThread.Outcome;
import orion.node.board.ClusterIdentity;
import orion.node.board.MailboxMessage;
import orion.node.board.MailboxWriter;
import orion.node.witness.server.RunningWitness;

/// Messages to a node whose disk is a witness: who leaves one writes by a newer connection than the node, which empties
/// the same sector afterwards.
@Timeout(600)
final class LetterboxOnWitnessTest {
    private static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(1, 2));
    private static final BoardKey KEY = new BoardKey(new byte[BoardKey.BYTES]);

    private final RunningWitness witness;
    private final Letterbox letterbox = new Letterbox("n1", 0, true);

    LetterboxOnWitnessTest(@TempDir Path folder) throws Exception {
        this.witness = RunningWitness.start(folder.resolve("witness"));
        BoardAdministration.create(List.of(witness.disk()), CLUSTER, KEY, false);
    }

    @AfterEach
    void stop() {
        witness.close();
    }

    private BoardDevice open() throws Exception {
        return BoardDevice.open(witness.disk(), CLUSTER, KEY);
    }

    private void leave(MailboxMessage message) throws Exception {
        try (BoardDevice disk = open()) {
            MailboxWriter writer = disk.mailboxWriter();
            writer.write(writer.allocate("n1", 0), message, "admin");
        }
    }

    /// A beat as a node has it; none may fail.
    private Optional<Letterbox.Letter> beat(BoardThread disk) throws InterruptedException {
        BlockingQueue<Outcome<Optional<Letterbox.Letter>>> outcome = new LinkedBlockingQueue<>();
        assertThat(disk.beat(
                        device -> {
                            device.cycle(1, ByteBuffer.wrap(new byte[] {7}));
                            return letterbox.look(device);
                        },
                        outcome::add))
                .isTrue();
        Outcome<Optional<Letterbox.Letter>> ended = outcome.poll(120, TimeUnit.SECONDS);
        assertThat(ended).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<Optional<Letterbox.Letter>>) ended).value();
    }

    @Test
    void aMessageCostsTheNodeNoCycleAndIsToldOnceAndEmptied() throws Exception {
        try (BoardThread disk = BoardThread.start(() -> BoardDevice.open(witness.disk(), CLUSTER, KEY), () -> {})) {
            assertThat(beat(disk)).isEmpty();
            for (MailboxMessage message : new MailboxMessage[] {MailboxMessage.TEST, MailboxMessage.EXIT}) {
                leave(message);
                // By the first beat it cannot be emptied, by the second one it is.
                assertThat(beat(disk)).isEmpty();
                assertThat(beat(disk))
                        .hasValueSatisfying(
                                letter -> assertThat(letter.text()).contains("'" + message.word() + "' from admin"));
                assertThat(beat(disk)).isEmpty();
                try (BoardDevice seen = open()) {
                    assertThat(seen.mailboxes().find("n1").orElseThrow().message())
                            .contains(MailboxMessage.CLEAR);
                }
            }
        }
    }
}
