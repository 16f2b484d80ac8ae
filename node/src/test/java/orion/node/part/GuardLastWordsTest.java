package orion.node.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import orion.node.board.BoardAdministration;
import orion.node.board.BoardDevice;
import orion.node.board.BoardKey;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.board.LastWords;
import orion.node.board.NodeReading;
import orion.node.guard.LastWordsFile;
import orion.node.guard.Leftovers;
import orion.node.guard.RunClaim;
import orion.node.guard.RunDirectory;

/// Rule E2: the guard of a dead daemon writes its last words on the board when, and only when, all it held is stopped.
@Timeout(600)
final class GuardLastWordsTest {
    private static final int NODE = 3;
    private static final ClusterIdentity CLUSTER = new ClusterIdentity("harbour", new UUID(11, 22));

    private final Path folder;
    private final Workplace place;
    private final Path path;
    private final BoardKey key;

    GuardLastWordsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.place = new Workplace(folder);
        this.path = folder.resolve("the board");
        byte[] secret = new byte[BoardKey.BYTES];
        Arrays.fill(secret, (byte) 1);
        this.key = new BoardKey(secret);
        BoardAdministration.create(path, CLUSTER, key, false);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void beat(LastWords.Shelf shelf, int times) throws IOException {
        try (BoardDevice board = BoardDevice.open(path, CLUSTER, key)) {
            for (int i = 1; i <= times; i++) {
                beat(board, i, shelf.begin().apply(0));
            }
        }
    }

    private static void beat(BoardDevice disk, int number, LastWords.Keeper keeper) throws IOException {
        disk.cycle(NODE, bytes("beat " + number), new LastWords(bytes("stopped after " + number), keeper));
    }

    private String onBoard() throws IOException {
        return on(path);
    }

    private String on(Path disk) throws IOException {
        try (BoardDevice board = BoardDevice.open(disk, CLUSTER, key)) {
            NodeReading.Written written = (NodeReading.Written) board.readAll().get(NODE - 1);
            return StandardCharsets.UTF_8.decode(written.payload()).toString();
        }
    }

    private int guardOfADeadDaemon() throws Exception {
        return DeadDaemon.guard(folder, place.run, Workplace.guardScript(), "-");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theGuardWritesThemAfterTheLastBeat(int beats) throws Exception {
        beat(new LastWordsFile(place.run, DiskLocation.of(List.of(path))), beats);

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(onBoard()).isEqualTo("stopped after " + beats);
    }

    /// A disk that was slow has older words: beside newer ones elsewhere, they would take back what was promised since.
    @Test
    void theGuardWritesThemOnEveryDiskThatTookPartInTheLastCycleAndOnNoOther() throws Exception {
        List<Path> disks = List.of(folder.resolve("one"), folder.resolve("two"), folder.resolve("three"));
        BoardAdministration.create(DiskLocation.of(disks), CLUSTER, key, false);
        LastWordsFile shelf = new LastWordsFile(place.run, DiskLocation.of(disks));
        try (BoardDevice one = BoardDevice.open(disks.get(0), CLUSTER, key);
                BoardDevice two = BoardDevice.open(disks.get(1), CLUSTER, key);
                BoardDevice three = BoardDevice.open(disks.get(2), CLUSTER, key)) {
            IntFunction<LastWords.Keeper> first = shelf.begin();
            beat(one, 1, first.apply(0));
            beat(two, 1, first.apply(1));
            IntFunction<LastWords.Keeper> second = shelf.begin();
            beat(one, 2, second.apply(0));
            beat(three, 2, second.apply(2));
            // The first cycle on this disk is done only now.
            beat(two, 1, first.apply(1));
        }

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(on(disks.get(0))).isEqualTo("stopped after 2");
        assertThat(on(disks.get(1))).isEqualTo("beat 1");
        assertThat(on(disks.get(2))).isEqualTo("stopped after 2");
    }

    @Test
    void theNodeGoesOnWritingAfterThem() throws Exception {
        beat(new LastWordsFile(place.run, DiskLocation.of(List.of(path))), 2);
        assertThat(guardOfADeadDaemon()).isZero();

        beat(() -> disk -> (offset, block) -> {}, 1);

        assertThat(onBoard()).isEqualTo("beat 1");
    }

    @Test
    void nothingIsWrittenWhereNotEverythingIsStopped() throws Exception {
        beat(new LastWordsFile(place.run, DiskLocation.of(List.of(path))), 2);
        place.records.holdScript("web", place.script("unload", "exit 32"));

        assertThat(guardOfADeadDaemon()).isEqualTo(1);

        assertThat(onBoard()).isEqualTo("beat 2");
    }

    @Test
    void nothingIsWrittenForADaemonThatNeverWrote() throws Exception {
        beat(() -> disk -> (offset, block) -> {}, 1);
        LastWordsFile ignored = new LastWordsFile(place.run, DiskLocation.of(List.of(path)));

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(ignored).isNotNull();
        assertThat(onBoard()).isEqualTo("beat 1");
    }

    @Test
    void nothingIsWrittenForALifeThatEndedBeforeItsDaemon() throws Exception {
        LastWordsFile words = new LastWordsFile(place.run, DiskLocation.of(List.of(path)));
        beat(words, 2);
        words.forget();

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(onBoard()).isEqualTo("beat 2");
    }

    @Test
    void theNextLifeOfTheSameDaemonHasWordsOfItsOwn() throws Exception {
        LastWordsFile words = new LastWordsFile(place.run, DiskLocation.of(List.of(path)));
        beat(words, 2);
        words.forget();
        beat(words, 1);

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(onBoard()).isEqualTo("stopped after 1");
    }

    @Test
    void theWordsOfAnEarlierDaemonAreGoneOnceTheNextHasCleanedUp() throws Exception {
        beat(new LastWordsFile(place.run, DiskLocation.of(List.of(path))), 2);

        try (RunClaim claim = RunClaim.take(new RunDirectory(place.run.root(), "node1", "next"))) {
            assertThat(Leftovers.stop(claim, Workplace.guardScript()).everythingStopped())
                    .isTrue();
        }
        assertThat(guardOfADeadDaemon()).as("a guard that is late").isZero();

        assertThat(onBoard()).isEqualTo("beat 2");
    }

    @Test
    void aBoardThatIsGoneIsNotMadeAsAFile() throws Exception {
        beat(new LastWordsFile(place.run, DiskLocation.of(List.of(path))), 2);
        Files.delete(path);

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(path).doesNotExist();
    }

    @Test
    void aDeadDaemonIsNoticedThoughSomethingOfItStillHoldsTheGuardsInputOpen() throws Exception {
        beat(new LastWordsFile(place.run, DiskLocation.of(List.of(path))), 2);
        Path pids = folder.resolve("pids");
        // Stands in for a thread of the daemon that a hanging disk keeps in the kernel.
        Process dying = new ProcessBuilder(
                        "sh",
                        "-c",
                        "mkfifo \"$1\"; \"$2\" watch \"$3\" \"$4\" - - <\"$1\" & exec 9>\"$1\";"
                                + " sleep 1000 & echo $! >\"$5.new\"; mv \"$5.new\" \"$5\"; wait",
                        "daemon",
                        folder.resolve("input").toString(),
                        Workplace.guardScript().toString(),
                        place.run.root().toString(),
                        place.run.incarnation(),
                        pids.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dying.out").toFile())
                .start();
        while (!Files.exists(pids)) {
            assertThat(dying.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        long holder = Long.parseLong(Files.readString(pids).strip());
        ProcessHandle guard = dying.children()
                .filter(child -> child.pid() != holder)
                .findAny()
                .orElseThrow();

        dying.destroyForcibly().waitFor();

        guard.onExit().get(120, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(holder))
                .isPresent()
                .get()
                .satisfies(still -> assertThat(still.destroyForcibly()).isTrue());
        assertThat(Leftovers.readReport(place.run)).contains("everything stopped");
        assertThat(onBoard()).isEqualTo("stopped after 2");
    }
}
