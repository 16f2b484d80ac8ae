package orion.supervisor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.agent.AgentControl.Asker;
import orion.supervisor.configuration.AgentDefinition;

/// A group that has vanished has no processes; of one that cannot be read nobody says so.
final class ControlGroupTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNotThereHasNoProcesses() throws Exception {
        ControlGroup gone = new ControlGroup(folder.resolve("gone"));

        assertThat(gone.isPopulated()).isFalse();
        assertThat(gone.processes()).isEmpty();
        assertThat(gone.awaitEmpty(Duration.ZERO)).isTrue();
        gone.kill();
    }

    @Test
    void whatCannotBeReadIsNotTakenForEmpty() throws Exception {
        ControlGroup broken = new ControlGroup(folder);
        // Reading a folder fails, as reading anything does where there are no more file descriptors.
        Files.createDirectory(broken.events());
        Files.createDirectory(broken.members());

        assertThatThrownBy(broken::isPopulated)
                .isInstanceOf(AgentFailure.class)
                .hasMessageContaining("nobody can tell which processes live in " + folder);
        assertThatThrownBy(broken::processes).isInstanceOf(AgentFailure.class);
        assertThatThrownBy(() -> broken.awaitEmpty(Duration.ZERO)).isInstanceOf(AgentFailure.class);
        assertThatThrownBy(() -> broken.awaitEnd(List.of(1L), Duration.ZERO)).isInstanceOf(AgentFailure.class);
    }

    /// The kernel has an error of its own for a group that ends between the opening of a file and its reading; and the
    /// last one of an owner takes the owner's folder along, while another one is made in it.
    @Tag("root")
    @Test
    void groupsMayEndWhileTheyAreReadAndOthersAreMade() throws Exception {
        String owner = "ends-" + ProcessHandle.current().pid();
        // What is above all owners stays for others on this machine.
        ControlGroup stays = ControlGroup.of("stays-" + ProcessHandle.current().pid(), "post.dom");
        stays.create();
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> changing = new ArrayList<>();
            for (String name : List.of("post.dom", "dom")) {
                changing.add(threads.submit(() -> changeOften(ControlGroup.of(owner, name))));
            }
            ControlGroup group = ControlGroup.of(owner, "dom");
            while (!changing.getLast().isDone()) {
                assertThat(group.isPopulated()).isFalse();
                assertThat(group.processes()).isEmpty();
            }
            for (Future<?> one : changing) {
                one.get();
            }
        } finally {
            stays.remove();
        }
    }

    private static boolean changeOften(ControlGroup group) throws AgentFailure {
        for (int i = 0; i < 5_000; i++) {
            group.create();
            group.remove();
        }
        return true;
    }

    /// As gwha on a host that has no file descriptors left for it: what runs is neither dead nor started once more.
    @Tag("root")
    @Test
    void whoCannotTellStartsNothing() throws Exception {
        AgentFolder agents = new AgentFolder(folder);
        AgentDefinition agent = agents.define("post.dom", "exec sleep 1000", "");
        ControlGroup broken = new ControlGroup(folder.resolve("broken"));
        Files.createDirectories(broken.events());
        AgentControl control = new AgentControl(
                new RunFolder(agents.settings().run()),
                _ -> new GroupedProcesses(agent, broken, folder),
                ClusterAuthority.NOT_CLUSTERED,
                () -> 0);

        assertThatThrownBy(() -> control.start(agent, Asker.PROGRAM)).hasMessageContaining("nobody can tell");
        assertThatThrownBy(() -> control.revive(agent)).hasMessageContaining("nobody can tell");
    }
}
