package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.api.ControlReply;

/// Whole daemons, each a process of its own with real resources: what is left when one stops, dies, hangs or breaks.
@Timeout(600)
final class DaemonTest {
    private static final int FENCED = 75;
    private static final int TERMINATED = 143;

    private final Path folder;
    private final Scripts scripts;

    DaemonTest(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = new Scripts(folder);
    }

    private String web() throws IOException {
        return scripts.script(
                "web",
                "echo $$ > $here/pid.new; mv $here/pid.new $here/pid; echo >> $here/starts\n"
                        + "while :; do sleep 0.05; done");
    }

    private void awaitWebDead() throws Exception {
        Eventually.is("the program of the resource is dead", () -> !scripts.lives("pid"));
    }

    @Test
    void aNodeThatIsToldToStopLeavesInOrderAndTheNextDaemonFindsNothing() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            daemon.run("web", web());
            scripts.awaitPid("pid");

            daemon.process().destroy();

            assertThat(daemon.exit()).isEqualTo(TERMINATED);
            assertThat(scripts.lives("pid")).isFalse();
            assertThat(daemon.directory().resolve("events.log"))
                    .as("nobody can ask a daemon that has ended")
                    .content()
                    .doesNotContain("'orion join' brings it back");
            assertThat(daemon.directory().resolve("run"))
                    .as("what the node had there, or the guard if it had something to do after the daemon's death")
                    .isEmptyDirectory();
            daemon.startAgain();
            daemon.awaitMember();
            assertThat(daemon.events()).noneMatch(text -> text.contains("left by an earlier run"));
        }
    }

    @Test
    void aNodeThatLeftComesBackOnlyWhenAskedAndWithANewIncarnation() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            long first = daemon.incarnation();
            assertThat(daemon.ask("leave").done()).isTrue();
            daemon.awaitOut();
            // The second wish is from before it is in again, and must not undo the next leaving.
            assertThat(daemon.askTwice("join"))
                    .startsWith("this node asks to be let in")
                    .last()
                    .isIn("this node asks to be let in", "this node is already in the cluster or asking to be let in");
            daemon.awaitMember();
            assertThat(daemon.incarnation()).isGreaterThan(first);

            assertThat(daemon.ask("leave").done()).isTrue();
            Eventually.is(
                    "it has left twice",
                    () -> daemon.events().stream()
                                    .filter(text -> text.startsWith("this node has left"))
                                    .count()
                            == 2);

            for (int i = 0; i < 100; i++) {
                refusesAsNoMember(daemon, "status");
            }
            refusesAsNoMember(daemon, "online", "web");
            refusesAsNoMember(daemon, "offline", "web");
            refusesAsNoMember(daemon, "migrate", "web", "n1");
            refusesAsNoMember(daemon, "delete", "web");
            assertThat(daemon.ask("leave").text()).endsWith("has left cluster harbour already; nothing to do");
            refusesAsNoMember(daemon, "down");
            assertThat(daemon.ask("confirm-off", "n2").done()).isFalse();
            assertThat(daemon.ask("join").text()).isEqualTo("this node asks to be let in");
        }
    }

    private static void refusesAsNoMember(RunningDaemon daemon, String verb, String... words) throws IOException {
        ControlReply reply = daemon.ask(verb, words);
        assertThat(reply.done()).isFalse();
        assertThat(reply.text()).contains("node n1 is not ").contains("orion join");
    }

    @Test
    void whatADeadDaemonAndItsDeadGuardLeftIsStoppedBeforeTheNextIsHeardOf() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            daemon.run("web", web());
            long orphan = scripts.awaitPid("pid");
            long before = daemon.incarnation();
            daemon.killWithItsGuard();
            assertThat(scripts.lives("pid")).as("the orphan lives").isTrue();

            daemon.startAgain();
            Eventually.is("the next life is on the board", () -> daemon.incarnation() > before);

            assertThat(Scripts.lives(orphan)).isFalse();
            daemon.awaitMember();
            assertThat(daemon.events()).anyMatch(text -> text.startsWith("left by an earlier run: stopped processes"));
            daemon.awaitPhase("web", "Running");
            Eventually.is(
                    "its second start is noted", () -> scripts.lines("starts").size() > 1);
            assertThat(scripts.lines("starts")).hasSize(2);
        }
    }

    @Test
    void whatADeadDaemonWithAnotherRunDirectoryLeftIsStoppedToo() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            daemon.run("web", web());
            long orphan = scripts.awaitPid("pid");
            long before = daemon.incarnation();
            daemon.killWithItsGuard();
            assertThat(Scripts.lives(orphan)).as("the orphan lives").isTrue();

            daemon.startAgain(folder.resolve("elsewhere"));
            Eventually.is("the next life is on the board", () -> daemon.incarnation() > before);

            assertThat(Scripts.lives(orphan)).isFalse();
            assertThat(daemon.events())
                    .anyMatch(text -> text.startsWith("an earlier run of this node used the run directory "));
        }
    }

    @Test
    void theWatchdogOfAKilledDaemonIsDisarmedOnceNothingOfTheResourcesIsLeft() throws Exception {
        Path pipe = folder.resolve("watchdog");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (FileChannel reader = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
                RunningDaemon daemon = RunningDaemon.start(folder, "fifo:" + pipe)) {
            CountDownLatch disarmed = new CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() -> awaitDisarmed(reader, disarmed));
            daemon.awaitMember();
            daemon.run("web", web());
            scripts.awaitPid("pid");

            daemon.process().destroyForcibly();

            disarmed.await();
            assertThat(scripts.lives("pid")).isFalse();
        }
    }

    private static void awaitDisarmed(FileChannel reader, CountDownLatch disarmed) {
        try {
            ByteBuffer letter = ByteBuffer.allocate(1);
            while (reader.read(letter.clear()) == 1 && letter.get(0) == 'k') {
                // Food.
            }
            disarmed.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProtocolThreadThatHangsIsFencedAndNothingOfTheResourcesIsLeft() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            daemon.run("web", web());
            scripts.awaitPid("pid");

            daemon.tell("hang");

            assertThat(daemon.exit()).isEqualTo(FENCED);
            awaitWebDead();
        }
    }

    @Test
    void aBrokenInvariantFencesTheNodeAndNothingOfTheResourcesIsLeft() throws Exception {
        // Java leaves out the traces of exceptions that are thrown often; fencing must not need one.
        List<String> withoutTraces = List.of("-XX:-StackTraceInThrowable");
        try (RunningDaemon daemon = RunningDaemon.start(folder, ProcessBuilder.Redirect.DISCARD, withoutTraces)) {
            daemon.awaitMember();
            daemon.run("web", web());
            scripts.awaitPid("pid");

            daemon.tell("break");

            assertThat(daemon.exit()).isEqualTo(FENCED);
            awaitWebDead();
        }
    }

    @Test
    void whatCannotBeStoppedWithinTheStopLimitIsFenced() throws Exception {
        String load = scripts.script("load", "exit 0");
        String unload = scripts.script("unload", "echo > $here/asked; while [ ! -e $here/go ]; do sleep 0.02; done");
        try (RunningDaemon daemon = RunningDaemon.start(folder)) {
            daemon.awaitMember();
            daemon.ask(
                    "apply",
                    "resources: {web: {parts: [{script: {load: %s, unload: %s}}]}}".formatted(load, unload),
                    "test.yaml");
            daemon.awaitPhase("web", "Running");

            // Alone and without its board, the node cannot renew its lease.
            try (FileChannel board = FileChannel.open(folder.resolve("board"), StandardOpenOption.WRITE)) {
                board.truncate(0);
            }

            assertThat(daemon.exit()).isEqualTo(FENCED);
            // By the daemon or, on a slow machine, only by its guard, which must not be held up for the rest of this
            // test.
            Eventually.is("the unload script was asked", () -> scripts.exists("asked"));
            scripts.make("go");
        }
    }

    @Test
    void aReaderThatStopsReadingDoesNotHoldTheNodeUp() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (FileChannel reader = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Process filler = new ProcessBuilder("dd", "if=/dev/zero", "of=" + pipe, "bs=1", "oflag=nonblock")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(filler.waitFor()).as("dd ends when the pipe is full").isNotZero();
            try (RunningDaemon daemon =
                    RunningDaemon.start(folder, ProcessBuilder.Redirect.to(pipe.toFile()), List.of())) {
                daemon.awaitMember();
                daemon.run("web", web());
                scripts.awaitPid("pid");
                // Written a moment after it is told.
                Eventually.is(
                        "web is in the events on file",
                        () -> Files.readString(daemon.directory().resolve("events.log"))
                                .contains("web"));
                long incarnation = daemon.incarnation();

                assertThat(daemon.ask("offline", "web").done()).isTrue();
                daemon.awaitPhase("web", "Offline");
                assertThat(daemon.incarnation()).isEqualTo(incarnation);
                daemon.process().destroy();

                assertThat(daemon.exit()).isEqualTo(TERMINATED);
                assertThat(reader.isOpen()).isTrue();
            }
        }
    }
}
