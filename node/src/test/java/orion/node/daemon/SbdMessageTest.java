package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import orion.node.board.BoardLayout;
import orion.node.board.LoopDevice;
import orion.node.os.DirectFile;
import orion.node.os.OpenMode;

/// Debian's `sbd` leaves messages for a running daemon, on a block device.
@Tag("root")
@Timeout(600)
final class SbdMessageTest {
    private final Path folder;
    private final LoopDevice loop;
    private final Scripts scripts;
    private final List<Process> tools = new ArrayList<>();

    SbdMessageTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.scripts = new Scripts(folder);
        this.loop = LoopDevice.attach(folder.resolve("disk"));
    }

    @AfterEach
    void detach() throws Exception {
        tools.forEach(tool -> tool.destroyForcibly().onExit().join());
        loop.close();
    }

    private RunningDaemon start() throws Exception {
        RunningDaemon daemon = RunningDaemon.start(folder, List.of(loop.path()));
        daemon.awaitMember();
        return daemon;
    }

    private String listed() throws Exception {
        return LoopDevice.run("sbd", "-d", loop.path().toString(), "list").strip();
    }

    private void awaitListed(String line) throws Exception {
        Eventually.is("sbd lists " + line, () -> listed().startsWith(line));
    }

    /// The tool writes at once and then waits for its time to pass, which nobody needs to see.
    private void message(String word) throws Exception {
        tools.add(new ProcessBuilder("sbd", "-d", loop.path().toString(), "message", "n1", word)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static void awaitEvent(RunningDaemon daemon, String text) throws Exception {
        Eventually.is("it tells: " + text, () -> daemon.events().stream().anyMatch(event -> event.contains(text)));
    }

    private String from() throws Exception {
        return "from " + InetAddress.getLocalHost().getHostName() + " on " + loop.path();
    }

    @Test
    void aTestIsToldWithWhoSentItAndCleared() throws Exception {
        try (RunningDaemon daemon = start()) {
            awaitListed("0\tn1\tclear");
            message("test");

            awaitEvent(daemon, "the sbd message 'test' " + from() + " arrived");
            awaitListed("0\tn1\tclear");
            daemon.awaitMember();
        }
    }

    @Test
    void aResetEndsTheNodeAtOnceAndWhatItHeldAndNotTheNextLife() throws Exception {
        String web = scripts.script("web", "echo $$ >$here/pid; exec sleep 100000");
        try (RunningDaemon daemon = start()) {
            awaitListed("0\tn1\tclear");
            daemon.run("web", web);
            scripts.awaitPid("pid");
            message("reset");

            assertThat(daemon.exit()).isEqualTo(75);
            Eventually.is("the guard has stopped it", () -> !scripts.lives("pid"));
            assertThat(Files.readString(daemon.directory().resolve("events.log")))
                    .contains("the sbd message 'reset' " + from() + " is obeyed");
            assertThat(listed()).startsWith("0\tn1\treset");

            daemon.startAgain();
            daemon.awaitMember();
            awaitEvent(daemon, "the sbd message 'reset' " + from() + " is older than this life");
            awaitListed("0\tn1\tclear");
        }
    }

    @Test
    void anExitMakesTheNodeLeaveInOrder() throws Exception {
        try (RunningDaemon daemon = start()) {
            awaitListed("0\tn1\tclear");
            message("exit");

            daemon.awaitOut();
            awaitEvent(daemon, "this node has left");
            assertThat(daemon.events())
                    .anyMatch(text ->
                            text.startsWith("the sbd message 'exit' ") && text.endsWith("asks this node to leave"))
                    .anyMatch(text -> text.startsWith("this node leaves: "));
            assertThat(daemon.ask("join").done()).isTrue();
            daemon.awaitMember();
        }
    }

    @Test
    void aMessageThatNobodyDefinedIsToldOnceAndIgnored() throws Exception {
        try (RunningDaemon daemon = start()) {
            awaitListed("0\tn1\tclear");
            try (DirectFile disk = DirectFile.open(loop.path(), OpenMode.WRITE)) {
                MemorySegment sector = DirectFile.buffer(disk.sectorSize());
                sector.fill((byte) 0xee);
                disk.write(BoardLayout.slotMailbox(0, disk.sectorSize()), sector, 0, disk.sectorSize());
            }

            awaitEvent(daemon, "'number 238'");
            message("test");
            awaitEvent(daemon, "the sbd message 'test' ");
            assertThat(daemon.events().stream().filter(text -> text.contains("is not understood and ignored")))
                    .hasSize(1);
            daemon.awaitMember();
        }
    }
}
