package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.configuration.AgentDefinition;

/// A start on a host that is so busy that the shell is late in the agent's control group.
@Tag("root")
final class AgentStartTest {
    /// Far more than there are until a program that has settled counts as started.
    private static final int LOOKS = 60;

    @TempDir
    private Path folder;

    @Test
    void whatIsNotInItsGroupYetIsNotCalledStarted() throws Exception {
        AgentDefinition agent = new AgentFolder(folder).define("post.dom", "exec sleep 1000", "");
        ControlGroup group = ControlGroup.of("late-" + ProcessHandle.current().pid(), "post.dom");
        group.create();
        Path letIn = folder.resolve("let-in");
        String late = "until [ -e " + letIn + " ]; do sleep 0.02; done; echo $$ >\"$1\"; shift; exec \"$@\"";
        AtomicInteger looks = new AtomicInteger();
        AgentStart start = new AgentStart(agent, group, () -> isLast(looks, letIn), late);

        ProcessIdentity main = start.daemon(AgentLog.open(folder.resolve("log"), agent.location()))
                .orElseThrow();

        try {
            assertThat(group.processes()).containsExactly(main.pid());
            assertThat(looks).hasValueGreaterThanOrEqualTo(LOOKS);
        } finally {
            ProcessHandle.of(main.pid()).ifPresent(ProcessHandle::destroyForcibly);
            AgentFolder.awaitGone(main.pid());
            group.remove();
        }
    }

    @Test
    void ofWhoStartsItItLearnsNothingButTheDirectoryOfTheNode() {
        Map<String, String> own =
                Map.of("ORION_DIR", "/srv/orion", "DISPLAY", ":1", "SECRET", "x", "PATH", "/home/x", "HOME", "/home/x");

        assertThat(AgentStart.environment(own, false))
                .containsEntry("ORION_DIR", "/srv/orion")
                .containsEntry("HOME", "/")
                .doesNotContainKeys("SECRET", "DISPLAY");
        assertThat(AgentStart.environment(own, true)).containsEntry("DISPLAY", ":1");
        assertThat(AgentStart.environment(Map.of(), false)).doesNotContainKey("ORION_DIR");
    }

    /// Nobody wants it to stop; that it is asked tells how often the start has looked.
    private static boolean isLast(AtomicInteger looks, Path letIn) {
        if (looks.incrementAndGet() == LOOKS) {
            try {
                Files.createFile(letIn);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return false;
    }
}
