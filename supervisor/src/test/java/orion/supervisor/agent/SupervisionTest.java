package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.configuration.AgentDefinition;

/// A standing gwha starts what dies, and nothing else.
@Tag("root")
final class SupervisionTest {
    /// Such a start ends with the program that was started, however late that comes to its end; one in the foreground
    /// counts as started when it still lives after a moment.
    private static final String IN_BACKGROUND = "type = forking\nready = 120\n";

    @TempDir
    private Path folder;

    private AgentFolder agents = new AgentFolder(Path.of("/nonexistent"));
    private final Told journal = new Told();

    @BeforeEach
    void open() {
        agents = new AgentFolder(folder);
    }

    @AfterEach
    void stopAll() throws Exception {
        agents.stopAll();
    }

    private Supervision supervise() throws Exception {
        return new Supervision(agents.control(), () -> agents.configuration().agents(), journal);
    }

    @Test
    void whatDiesRunsAgain() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        try (Supervision supervision = supervise()) {
            // Started by another command, after the supervision.
            agents.control().start(agent, Asker.PERSON);
            for (int i = 0; i < 2; i++) {
                long before = agents.status().pid().orElseThrow();
                agents.killMain();
                journal.await("post.dom runs again");
                assertThat(agents.status().running()).isTrue();
                assertThat(agents.status().pid().orElseThrow()).isNotEqualTo(before);
            }
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void aStartIsNotTakenForADeath() throws Exception {
        List<String> all = new CopyOnWriteArrayList<>();
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        try (Supervision _ =
                new Supervision(agents.control(), () -> agents.configuration().agents(), sentence -> {
                    all.add(sentence);
                    journal.accept(sentence);
                })) {
            agents.control().start(agent, Asker.PERSON);
            agents.killMain();
            journal.await("post.dom runs again");

            // At once: a pause comes only before a second attempt.
            assertThat(all).containsExactly("post.dom is dead; attempt 1 to start it", "post.dom runs again");
        }
    }

    @Test
    void whatDiedBeforeTheSupervisionBeganRunsAgain() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        agents.killMain();

        try (Supervision supervision = supervise()) {
            journal.await("post.dom runs again");
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void aDaemonInTheBackgroundIsFollowedByItsGroup() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "setsid sleep 1000 &", "type = forking\n");
        try (Supervision supervision = supervise()) {
            agents.control().start(agent, Asker.PERSON);
            agents.killMain();
            journal.await("post.dom runs again");
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void whatIsStoppedStaysStopped() throws Exception {
        AgentDefinition first = agents.define("post.dom", "exec sleep 1000", "");
        AgentDefinition second = agents.define("dom", "exec sleep 1000", "");
        agents.control().start(first, Asker.PERSON);
        agents.control().start(second, Asker.PERSON);
        try (Supervision supervision = supervise()) {
            agents.control().stop(first, "");
            long pid = agents.control().status(second).pid().orElseThrow();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            // The other one's restart is the event after which the first would have been started, too.
            journal.await("dom runs again");
            assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
            assertThat(journal.isSilentOn("post.dom")).isTrue();
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void whatCannotStartIsTriedAgainLater() throws Exception {
        AgentDefinition agent =
                agents.define("post.dom", "test -e \"$0.ok\" || exit 7; setsid sleep 1000 &", IN_BACKGROUND);
        Path ready = Files.createFile(folder.resolve("post.dom.sh.ok"));
        agents.control().start(agent, Asker.PERSON);
        try (Supervision supervision = supervise()) {
            Files.delete(ready);
            agents.killMain();
            journal.await("could not be started: post.dom ended at once with exit code 7");
            Files.createFile(ready);
            journal.await("attempt 2 to start it");
            journal.await("post.dom runs again");
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void whatIsNotInTheFileAnyMoreIsLeftDeadUntilItIsThereAgain() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        try (Supervision supervision = supervise()) {
            long pid = agents.status().pid().orElseThrow();
            String before = Files.readString(agents.file());
            Files.writeString(agents.file(), before.replace("[post.dom]", "[other]"));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            journal.await("post.dom is dead and left alone: it is not in gwha.conf any more");

            assertThat(agents.control().status(agent).state()).isEqualTo(AgentState.DEAD);

            // An editor that was half done with the file tells nobody when it is.
            Files.writeString(agents.file(), before);
            journal.await("post.dom runs again");
            assertThat(supervision).isNotNull();
        }
    }

    @Test
    void whatDiesIsStartedAsTheFileHasItNow() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "echo $1 >>$0.calls; exec sleep 1000", "arguments = one\n");
        Path calls = folder.resolve("post.dom.sh.calls");
        agents.control().start(agent, Asker.PERSON);
        awaitContent(calls, "one\n");
        try (Supervision supervision = supervise()) {
            Files.writeString(agents.file(), Files.readString(agents.file()).replace("= one", "= two"));
            agents.killMain();
            journal.await("post.dom runs again");
            awaitContent(calls, "one\ntwo\n");
            assertThat(supervision).isNotNull();
        }
    }

    private static void awaitContent(Path file, String text) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(file) || !Files.readString(file).equals(text)) {
            assertThat(System.nanoTime()).as("%s has %s", file, text).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void aFaultThatPassesEndsNoSupervision() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        Path known = agents.control().folder().resolve("post.dom.agent");
        Path kept = folder.resolve("kept");
        Files.move(known, kept);
        // Cannot be read as a file.
        Files.createDirectory(known);
        try (Supervision supervision = supervise()) {
            journal.await("post.dom cannot be supervised, which is tried again");
            Files.delete(known);
            Files.move(kept, known);
            agents.killMain();
            journal.await("post.dom runs again");
            assertThat(supervision).isNotNull();
        }
    }
}
