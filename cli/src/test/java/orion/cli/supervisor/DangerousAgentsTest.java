package orion.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.lint.HostFacts;
import orion.core.lint.HostFacts.BootStart;

/// What the check of the cluster is told of the agents of a host.
final class DangerousAgentsTest {
    @TempDir
    private Path root;

    private HostFacts.Agents look(String text) throws IOException {
        return DangerousAgents.of(root, Files.writeString(root.resolve("gwha.conf"), text));
    }

    @Test
    void theLinkOfTheOriginalIsToldWithItsCure() throws IOException {
        Path links = Files.createDirectories(root.resolve("etc/rc3.d"));
        Files.writeString(Files.createDirectories(root.resolve("etc/init.d")).resolve("grpwise"), "#!/bin/sh\n");
        Files.createSymbolicLink(links.resolve("S99grpwise"), Path.of("../init.d/grpwise"));

        assertThat(look("[post.dom]\nserver = /opt/gwpoa\nresource = mail\n").startedAtBoot())
                .singleElement()
                .satisfies(start -> {
                    assertThat(start.text())
                            .isEqualTo(
                                    "/etc/rc3.d/S99grpwise starts at boot post.dom, which the cluster alone may start");
                    assertThat(start.cure()).contains("grpwise");
                });
        assertThat(look("[post.dom]\nserver = /opt/gwpoa\n").startedAtBoot())
                .as("an agent of no resource")
                .isEmpty();
    }

    @Test
    void whereNothingRunsByTheFileNothingIsTold() throws IOException {
        assertThat(DangerousAgents.of(root, root.resolve("none"))).isEqualTo(HostFacts.Agents.SOUND);
        assertThat(look("")).isEqualTo(HostFacts.Agents.SOUND);
        assertThat(look("nonsense").startedAtBoot()).extracting(BootStart::text).isEmpty();
    }
}
