package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.agent.AgentControl.Stop;
import orion.supervisor.agent.AgentFailure.Reason;
import orion.supervisor.configuration.AgentDefinition;

/// Agents as real processes: what is said of them is true whatever they do.
@Tag("root")
final class AgentControlTest {
    @TempDir
    private Path folder;

    private AgentFolder agents = new AgentFolder(Path.of("/nonexistent"));

    @BeforeEach
    void open() {
        agents = new AgentFolder(folder);
    }

    @AfterEach
    void stopAll() throws Exception {
        agents.stopAll();
    }

    @Test
    void anAgentIsStartedSeenAndStopped() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);

        assertThat(agents.control().start(agent, Asker.PERSON)).isTrue();
        assertThat(agents.control().start(agent, Asker.PERSON)).isFalse();

        assertThat(agents.status().state()).isEqualTo(AgentState.RUNNING);
        long pid = agents.status().pid().orElseThrow();
        assertThat(agents.status().processes()).containsExactly(pid);
        AgentFolder.await(
                "the program",
                () -> Files.readString(Path.of("/proc/" + pid + "/cmdline")).startsWith("sleep"));
        // A daemon has a session of its own, so that no terminal takes it along.
        assertThat(Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ", -1)[5])
                .isEqualTo(Long.toString(pid));

        assertThat(agents.control().stop(agent, "")).isEqualTo(Stop.ENDED);
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
        AgentFolder.awaitGone(pid);
        assertThat(agents.control().stop(agent, "")).isEqualTo(Stop.WAS_STOPPED);
    }

    @Test
    void whatDiesIsDeadWhateverLivesOfItStill() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "setsid sleep 1000 & exec sleep 1001", "");
        agents.control().start(agent, Asker.PERSON);
        agents.awaitProcesses(2);
        AgentStatus running = agents.status();
        assertThat(running.processes()).hasSize(2);

        agents.killMain();

        assertThat(agents.status().state()).isEqualTo(AgentState.DEAD);
        assertThat(agents.status().detail()).contains("others are left");
        // A new start leaves nothing of the former life behind.
        agents.control().start(agent, Asker.PROGRAM);
        assertThat(agents.status().state()).isEqualTo(AgentState.RUNNING);
        assertThat(agents.status().processes()).doesNotContainAnyElementsOf(running.processes());
    }

    @Test
    void whoDoesNotStopIsKilledWithAllItsChildren() throws Exception {
        AgentDefinition agent = agents.define(
                "post.dom", "trap '' TERM; setsid sleep 1000 & while :; do sleep 1002; done", "wait = 1\n");
        agents.control().start(agent, Asker.PERSON);
        // It has children when it has become deaf.
        agents.awaitProcesses(3);

        assertThat(agents.control().stop(agent, "")).isEqualTo(Stop.KILLED);

        assertThat(agents.status().processes()).isEmpty();
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
    }

    @Test
    void whatWasSeenOfOneRunEndsNoOther() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        String seen = agents.status().run();
        // Somebody else has restarted it before whoever saw that comes to act on it.
        assertThat(agents.control().restart(agent, seen)).isTrue();
        AgentStatus second = agents.status();
        assertThat(second.run()).isNotEqualTo(seen);

        assertThat(agents.control().restart(agent, seen)).isFalse();
        assertThat(agents.status().pid()).isEqualTo(second.pid());
        // Where no run lives, what was seen of any of them is right.
        agents.killMain();
        assertThat(agents.control().restart(agent, seen)).isTrue();
        String third = agents.status().run();
        assertThat(List.of(seen, second.run())).doesNotContain(third);
        // No stop in between makes two runs the same.
        agents.control().stop(agent, "");
        agents.control().start(agent, Asker.PERSON);
        assertThat(agents.control().restart(agent, third)).isFalse();
    }

    @Test
    void whatAPersonShowsIsEndedByNobodyWhoKnowsNoRunOfIt() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        CompletableFuture<Integer> shown = new CompletableFuture<>();
        Thread person = Thread.ofPlatform().start(() -> {
            try {
                shown.complete(agents.control().show(agent));
            } catch (AgentFailure | InterruptedException failed) {
                shown.completeExceptionally(failed);
            }
        });
        while (!agents.status().running()) {
            assertThat(shown).isNotDone();
            Thread.onSpinWait();
        }
        long pid = agents.status().pid().orElseThrow();

        assertThatThrownBy(() -> agents.control().restart(agent, ""))
                .hasMessageContaining("somebody runs post.dom in the foreground (--show)")
                .extracting(fault -> ((AgentFailure) fault).reason())
                .isEqualTo(Reason.REFUSED);
        assertThat(agents.status().pid()).hasValue(pid);

        agents.control().stop(agent, "");
        person.join();
    }

    @Test
    void aDaemonThatGoesIntoTheBackgroundIsFollowed() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "setsid sleep 1000 &", "type = forking\n");

        agents.control().start(agent, Asker.PERSON);

        assertThat(agents.status().state()).isEqualTo(AgentState.RUNNING);
        assertThat(agents.status().processes()).hasSize(1);
        agents.killMain();
        assertThat(agents.status().state()).isEqualTo(AgentState.DEAD);
    }

    @Test
    void whatEndsAtOnceIsToldWithItsLastWord() throws Exception {
        AgentDefinition agent =
                // It is waited for until it answers, which it never does, or ends, however late it comes to that.
                agents.define("post.dom", "echo no domain database; exit 3", "ports = 1\nready = 120\n");

        assertThatThrownBy(() -> agents.control().start(agent, Asker.PERSON))
                .hasMessageContaining("ended at once with exit code 3 (no domain database)")
                .hasMessageContaining("post.dom.log");
        Path group = ControlGroup.of(new RunFolder(folder.resolve("run")).owner(), "post.dom")
                .path();
        assertThat(group).as("the group of what does not live").doesNotExist();
    }

    @Test
    void aNumberThatAnotherProcessGotIsNotTheAgent() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        Path record = folder.resolve("run/post.dom.agent");
        String kept = Files.readString(record);

        Files.writeString(record, kept.replaceAll("start=.*", "start=1"));

        assertThat(agents.status().state()).isEqualTo(AgentState.DEAD);
        Files.writeString(record, kept);
        assertThat(agents.status().state()).isEqualTo(AgentState.RUNNING);
    }

    @Test
    void whatAPersonHoldsNoProgramStarts() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().start(agent, Asker.PERSON);
        agents.control().stop(agent, "new disk");
        assertThat(agents.status().state()).isEqualTo(AgentState.HELD);

        assertThatThrownBy(() -> agents.control().start(agent, Asker.PROGRAM))
                .hasMessageContaining("held (new disk)")
                .extracting(fault -> ((AgentFailure) fault).reason())
                .isEqualTo(Reason.REFUSED);

        agents.control().start(agent, Asker.PERSON);
        assertThat(agents.status().state()).isEqualTo(AgentState.RUNNING);
    }

    @Test
    void aHoldOutlivesEveryStopThatGivesNone() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        agents.control().stop(agent, "new disk");
        // As grpwise stop of all agents, an unload script or somebody over the network does.
        agents.control().stop(agent, "");
        assertThat(agents.status().state()).isEqualTo(AgentState.HELD);
        assertThat(agents.status().detail()).isEqualTo("new disk");

        agents.control().stop(agent, "newer disk");
        assertThat(agents.status().detail()).isEqualTo("newer disk");
        agents.control().start(agent, Asker.PERSON);
        agents.control().stop(agent, "");
        assertThat(agents.status().state()).isEqualTo(AgentState.STOPPED);
    }

    @Test
    void whatIsMissingIsToldBeforeAnythingRuns() throws Exception {
        AgentDefinition program = agents.define("a", "exit 0", "");
        Files.delete(program.server());
        assertThatThrownBy(() -> agents.control().start(program, Asker.PERSON))
                .hasMessageContaining("is not on this host")
                .extracting(fault -> ((AgentFailure) fault).reason())
                .isEqualTo(Reason.NOT_INSTALLED);

        AgentDefinition startup = agents.define("b", "exit 0", "startup = /nonexistent/x.poa\n");
        assertThatThrownBy(() -> agents.control().start(startup, Asker.PERSON))
                .hasMessageContaining("is its volume mounted?");

        AgentDefinition user = agents.define("c", "exit 0", "user = nobody-has-this-name\n");
        assertThatThrownBy(() -> agents.control().start(user, Asker.PERSON))
                .hasMessageContaining("there is no account");

        for (AgentDefinition refused : agents.configuration().agents()) {
            assertThat(agents.control().status(refused).state()).isEqualTo(AgentState.STOPPED);
        }
        // Whoever asks for the status, as before a move, learns it, too.
        assertThat(agents.control().status(program).detail())
                .isEqualTo("it cannot start here: the program " + program.server()
                        + " of a is not on this host; install it or correct server =");
        assertThat(agents.control().status(startup).detail()).isEmpty();
    }

    @Test
    void anAgentRunsAsItsAccount() throws Exception {
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "user = nobody\n");
        agents.control().start(agent, Asker.PERSON);

        long pid = agents.status().pid().orElseThrow();
        AgentFolder.await(
                "its account",
                () -> Files.getOwner(Path.of("/proc/" + pid)).getName().equals("nobody"));
    }

    @Test
    void anotherProgramAtItsPortIsNotTakenForIt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AgentDefinition agent =
                    agents.define("post.dom", "exec sleep 1000", "ports = " + other.getLocalPort() + "\n");

            assertThatThrownBy(() -> agents.control().start(agent, Asker.PERSON))
                    .hasMessageContaining("another program answers at port " + other.getLocalPort());
        }
    }

    @Test
    void anAgentThatNeverAnswersIsNotCalledStarted() throws Exception {
        int free = 1;
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "ready = 0\nports = " + free + "\n");

        assertThatThrownBy(() -> agents.control().start(agent, Asker.PERSON))
                .hasMessageContaining("does not answer at port " + free);
        assertThat(agents.status().state()).isEqualTo(AgentState.DEAD);
    }
}
