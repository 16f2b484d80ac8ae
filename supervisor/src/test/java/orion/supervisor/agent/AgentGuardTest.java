package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.configuration.AgentDefinition;

/// How often a guard tries, with pauses that no test would live to see the end of.
@Tag("root")
final class AgentGuardTest {
    private static final RestartPolicy.Limits SLOW =
            new RestartPolicy.Limits(Duration.ofHours(1), Duration.ofHours(1), 8, Duration.ofHours(1));

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

    @Test
    void whatAPersonStartsDuringAPauseBeginsAnew() throws Exception {
        AgentDefinition agent =
                agents.define("post.dom", "test -e \"$0.ok\" || exit 7; setsid sleep 1000 &", IN_BACKGROUND);
        Path ready = Files.createFile(folder.resolve("post.dom.sh.ok"));
        agents.control().start(agent, Asker.PERSON);
        try (AgentGuard guard = new AgentGuard(agent, () -> Optional.of(agent), agents.control(), SLOW, journal)) {
            Files.delete(ready);
            agents.killMain();
            journal.await("attempt 1 to start it");
            journal.await("attempt 2 to start it in ");

            Files.createFile(ready);
            assertThat(agents.control().start(agent, Asker.PERSON)).isTrue();
            guard.look(agent);
            journal.await("post.dom was started by a person, so its attempts begin anew");
            agents.killMain();
            journal.await("attempt 1 to start it");
            journal.await("post.dom runs again");
        }
    }

    @Test
    void whatBecameOfAStartIsToldBeforeTheEnd() throws Exception {
        AgentDefinition agent =
                agents.define("post.dom", "test -e \"$0.ok\" || exit 7; setsid sleep 1000 &", IN_BACKGROUND);
        Path ready = Files.createFile(folder.resolve("post.dom.sh.ok"));
        agents.control().start(agent, Asker.PERSON);
        Files.delete(ready);
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        AgentGuard guard = new AgentGuard(agent, () -> Optional.of(agent), agents.control(), SLOW, sentence -> {
            if (sentence.contains("could not be started")) {
                telling.countDown();
                awaitQuietly(heard);
            }
        });
        agents.killMain();
        assertThat(telling.await(120, TimeUnit.SECONDS)).isTrue();
        guard.close();
        assertThat(guard.awaitEnd(Duration.ofMillis(1)))
                .as("at its end while it still tells")
                .isFalse();
        heard.countDown();
        assertThat(guard.awaitEnd(Duration.ofMinutes(1))).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
