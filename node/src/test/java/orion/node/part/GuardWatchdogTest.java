package orion.node.part;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.guard.Leftovers;
import orion.node.guard.RunClaim;
import orion.node.guard.RunDirectory;

/// What the guard of a dead daemon does about the watchdog that this one left armed: a pipe here, in which
/// what is stopped leaves its mark too.
@Timeout(600)
final class GuardWatchdogTest {
    private final Path folder;
    private final Workplace place;
    private final Path watchdog;
    private final SeekableByteChannel reader;

    GuardWatchdogTest(@TempDir Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.place = new Workplace(folder);
        this.watchdog = folder.resolve("watchdog");
        Host.run("mkfifo", watchdog.toString());
        this.reader = Files.newByteChannel(watchdog, READ, WRITE);
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
    }

    private int guardOfADeadDaemon() throws Exception {
        return DeadDaemon.guard(folder, place.run, Workplace.guardScript(), "-");
    }

    /// All that has gone into the pipe so far.
    private String fed() throws IOException {
        reader.write(ByteBuffer.wrap(new byte[] {'.'}));
        StringBuilder letters = new StringBuilder();
        while (letters.indexOf(".") < 0) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            reader.read(bytes);
            letters.append(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        }
        return letters.substring(0, letters.length() - 1);
    }

    @Test
    void theWatchdogIsDisarmedWhenEverythingIsStoppedAndNotBefore() throws Exception {
        place.run.recordWatchdog("pipe", watchdog);
        place.records.holdScript("web", place.script("unload", "printf u 1<>" + watchdog));

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(fed()).isEqualTo("uV");
        assertThat(Leftovers.readReport(place.run)).contains("disarmed watchdog " + watchdog);
        assertThat(guardOfADeadDaemon()).as("a second clean-up").isZero();
        assertThat(fed()).isEmpty();
    }

    @Test
    void whereNotEverythingIsStoppedTheWatchdogStaysArmedAndUnfed() throws Exception {
        place.run.recordWatchdog("pipe", watchdog);
        place.records.holdScript("web", place.script("unload", "exit 32"));

        assertThat(guardOfADeadDaemon()).isEqualTo(1);

        assertThat(fed()).isEmpty();
    }

    @Test
    void theNextDaemonDisarmsWhatItsPredecessorAndThatOnesGuardLeftArmed() throws Exception {
        place.run.recordWatchdog("pipe", watchdog);
        RunDirectory next = new RunDirectory(place.run.root(), "node1", "next");

        try (RunClaim claim = RunClaim.take(next)) {
            Leftovers leftovers = Leftovers.stop(claim, Workplace.guardScript());
            assertThat(leftovers.lines()).containsExactly("disarmed watchdog " + watchdog);
        }

        assertThat(fed()).isEqualTo("V");
    }

    @Test
    void theWatchdogOfAnotherDaemonIsLeftAlone() throws Exception {
        new RunDirectory(place.run.root(), "node1", "next").recordWatchdog("pipe", watchdog);

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(fed()).isEmpty();
    }

    @Test
    void aWatchdogThatIsGoneIsToldAndNotMadeAsAFile() throws Exception {
        Path gone = folder.resolve("gone");
        place.run.recordWatchdog("device", gone);

        assertThat(guardOfADeadDaemon()).isZero();

        assertThat(Leftovers.readReport(place.run)).first().asString().contains(gone + " could not be disarmed");
        assertThat(gone).doesNotExist();
    }
}
