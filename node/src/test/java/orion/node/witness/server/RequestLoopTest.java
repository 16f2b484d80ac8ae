package orion.node.witness.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.wire.MalformedInput;
import orion.node.witness.WitnessFormat;

/// Questions of clients, honest and not.
final class RequestLoopTest {
    private static final int ROUNDS = 3_000;
    private static final int FILE_BYTES = 1 << 20;

    private final Path path;
    private final WitnessFile file;
    private final byte[] before = new byte[FILE_BYTES];
    private long connections;

    RequestLoopTest(@TempDir Path folder) throws IOException {
        this.path = folder.resolve("board");
        new Random(5).nextBytes(before);
        Files.write(path, before);
        this.file = WitnessFile.open(path);
    }

    @AfterEach
    void close() {
        file.close();
    }

    /// @param answers in hexadecimal
    private record Said(Optional<String> hungUp, String answers) {}

    private Said ask(byte[] questions) throws IOException {
        return ask(++connections, questions);
    }

    private Said ask(long connection, byte[] questions) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (RequestLoop loop = new RequestLoop(
                file,
                connection,
                new DataInputStream(new ByteArrayInputStream(questions)),
                new DataOutputStream(answers),
                _ -> {})) {
            Optional<String> hungUp = loop.run();
            return new Said(hungUp, HexFormat.of().formatHex(answers.toByteArray()));
        }
    }

    private static byte[] question(int kind, long offset, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind);
        out.writeLong(offset);
        out.writeInt(length);
        return bytes.toByteArray();
    }

    private static byte[] write(long offset, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(question(WitnessFormat.WRITE, offset, content.length));
        WitnessFormat.writeContent(new DataOutputStream(bytes), MemorySegment.ofArray(content), 0, content.length);
        return bytes.toByteArray();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void aQuestionThatEndsInTheMiddleChangesNothing() throws Exception {
        byte[] whole = write(4096, filled(4096, 7));
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                ask(part);
            } catch (EOFException ended) {
                continue;
            }
            throw new AssertionError(length + " bytes of a question were taken for a whole one");
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        assertThat(ask(whole).answers()).isEqualTo("00");
        assertThat(Arrays.copyOfRange(Files.readAllBytes(path), 4096, 8192)).containsOnly(7);
    }

    @Test
    void placesAndLengthsThatCannotBeAreRefusedBeforeAnyContentIsRead() throws Exception {
        long[][] impossible = {
            {0, 0},
            {0, -512},
            {0, 100},
            {100, 512},
            {-512, 512},
            {FILE_BYTES, 512},
            {FILE_BYTES - 512, 1024},
            {Long.MAX_VALUE - 511, 512},
            {0, Integer.MAX_VALUE},
            {0, WitnessFormat.LONGEST + 512}
        };
        for (long[] place : impossible) {
            for (int kind : new int[] {WitnessFormat.READ, WitnessFormat.WRITE}) {
                // No content follows: whoever waited for it would come to the end of the input.
                Said said = ask(question(kind, place[0], (int) place[1]));
                assertThat(said.hungUp().orElseThrow()).contains("can be read or written");
                assertThat(said.answers()).startsWith("01");
            }
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void randomBytesEndTheConnectionAndChangeNothing() throws Exception {
        Random random = new Random(6);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) random.nextInt(4);
            }
            askStrangely(bytes);
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void damagedQuestionsReachNothingButThePlaceTheyName() throws Exception {
        Random random = new Random(7);
        byte[] good = write(8192, filled(4096, 9));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good.clone();
            // Behind the place: another place would be an honest question.
            bytes[9 + random.nextInt(bytes.length - 9)] ^= (byte) (1 << random.nextInt(8));
            askStrangely(bytes);
        }
        byte[] after = Files.readAllBytes(path);
        System.arraycopy(before, 8192, after, 8192, FILE_BYTES - 8192);
        assertThat(after).as("everything before the place named").isEqualTo(before);
    }

    /// Nothing may come of it but an answer or one of these.
    private void askStrangely(byte[] bytes) throws IOException {
        try {
            ask(bytes);
        } catch (EOFException | MalformedInput expected) {
            // The connection ends.
        }
    }

    @Test
    void betweenQuestionsThereIsMoreTimeThanInTheMiddleOfOne() throws Exception {
        ByteArrayOutputStream questions = new ByteArrayOutputStream();
        questions.write(question(WitnessFormat.READ, 0, 512));
        questions.write(write(0, filled(512, 1)));
        List<Duration> limits = new ArrayList<>();
        try (RequestLoop loop = new RequestLoop(
                file,
                1,
                new DataInputStream(new ByteArrayInputStream(questions.toByteArray())),
                new DataOutputStream(OutputStream.nullOutputStream()),
                limits::add)) {
            loop.run();
        }
        Duration idle = RequestLoop.IDLE;
        Duration patience = RequestLoop.PATIENCE;
        assertThat(limits).containsExactly(idle, patience, idle, patience, idle);
        assertThat(idle)
                .as("a node that is silent for half as long opens anew by itself")
                .isEqualTo(Duration.ofSeconds(60));
    }

    /// A client that got no answer opens another connection, and what it sent over the first arrives later.
    @Test
    void whatAnOlderConnectionWritesNeverReplacesWhatANewerOneHasWritten() throws Exception {
        assertThat(ask(1, write(4096, filled(4096, 1))).answers()).isEqualTo("00");
        assertThat(ask(2, write(4096, filled(4096, 2))).answers()).isEqualTo("00");

        Said late = ask(1, write(4096, filled(4096, 3)));

        assertThat(late.hungUp())
                .contains("a newer connection has written there since; whoever it is of connects anew");
        assertThat(late.answers()).startsWith("01");
        assertThat(Arrays.copyOfRange(Files.readAllBytes(path), 4096, 8192)).containsOnly(2);
        // One sector of several is enough, and elsewhere it may go on.
        assertThat(ask(1, write(3584, filled(1024, 3))).hungUp()).isPresent();
        assertThat(ask(1, write(3584, filled(512, 3))).answers()).isEqualTo("00");
        assertThat(ask(2, write(4096, filled(512, 4))).answers()).isEqualTo("00");
    }
}
