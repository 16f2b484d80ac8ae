package orion.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandFailure;
import orion.core.configuration.PartDefinition;
import orion.core.configuration.ResourceDefinition;
import orion.node.definition.ResourceFile;

/// The pieces of the demonstration, each alone.
final class DemoPiecesTest {
    private @TempDir Path folder = Path.of("");

    @Test
    void aSiteIsDefinedInTheLanguageOfUsers() throws Exception {
        Site site = new Site("site1", 8080, List.of("node2", "node1"), List.of("/a b/java", "it's", "8080"));

        ResourceDefinition resource =
                ResourceFile.parse("f", "resources:\n" + site.definition()).getFirst();

        assertThat(resource.name()).isEqualTo("site1");
        assertThat(resource.preferredNodes()).containsExactly("node2", "node1");
        assertThat(resource.parts()).singleElement().satisfies(part -> {
            PartDefinition.Command command = (PartDefinition.Command) part;
            assertThat(command.command()).containsExactly("/a b/java", "it's", "8080");
            assertThat(command.readyWhen()).contains("127.0.0.1:8080");
        });
    }

    @Test
    void aSiteWithoutAProcessAnswersNobody() throws Exception {
        int port = new FreePorts().at("127.0.0.1");

        assertThat(new Site("site1", port, List.of(), List.of()).visit()).isEmpty();
    }

    @Test
    void aDeadNodeOfADemonstrationIsStartedByTheDemonstration() throws Exception {
        Path node = Files.createDirectories(folder.resolve("node2"));
        assertThat(DemoCommand.howToStart(node)).as("a node of its own").isEmpty();

        Files.writeString(node.resolve(DemoCommand.MARK), "");
        assertThat(DemoCommand.howToStart(node))
                .contains("its demonstration has ended: start a new one with 'orion demo'");

        Files.writeString(folder.resolve(DemoDesk.SOCKET), "");
        assertThat(DemoCommand.howToStart(node))
                .contains("start it with 'orion demo restart node2 --dir " + folder + "'");
    }

    @Test
    void portsAreGivenOnce() throws Exception {
        FreePorts ports = new FreePorts();

        assertThat(List.of(ports.at("127.0.0.11"), ports.at("127.0.0.11"), ports.at("127.0.0.12")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aDirectoryWithForeignFilesIsNotTouched() throws Exception {
        Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> DemoDirectory.open(Optional.of(folder)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("thesis.txt, which no demonstration made");
        assertThat(thesis).content().isEqualTo("years of work");
        assertThat(folder.resolve("demo.lock")).doesNotExist();
    }

    @Test
    void whatAnEarlierDemonstrationLeftIsCleared() throws Exception {
        Files.createDirectories(folder.resolve("node1/run"));
        Files.writeString(folder.resolve("node1/run/x"), "x");
        Files.writeString(folder.resolve("board"), "x");

        try (DemoDirectory directory = DemoDirectory.open(Optional.of(folder))) {
            assertThat(directory.path()).isEqualTo(folder.toRealPath());
            assertThat(folder.resolve("node1")).doesNotExist();
            assertThat(folder.resolve("board")).doesNotExist();
            assertThatThrownBy(() -> DemoDirectory.open(Optional.of(folder))).hasMessageContaining("already");
        }
    }

    @Test
    void aChosenDirectoryKeepsAllButSocketsAndPids() throws Exception {
        DemoDirectory directory = DemoDirectory.open(Optional.of(folder));
        Files.createDirectories(folder.resolve("node1"));
        Files.writeString(folder.resolve("node1/daemon.out"), "x");
        Files.writeString(folder.resolve("node1/orion.sock"), "x");
        Files.writeString(folder.resolve("board"), "x");
        Files.writeString(folder.resolve("demo.json"), "x");

        directory.close();
        directory.close();

        assertThat(folder.resolve("node1/daemon.out")).exists();
        assertThat(folder.resolve("board")).exists();
        assertThat(folder.resolve("node1/orion.sock")).doesNotExist();
        assertThat(folder.resolve("demo.json")).doesNotExist();
    }

    @Test
    void aTemporaryDirectoryVanishes() throws Exception {
        DemoDirectory directory = DemoDirectory.open(Optional.empty());
        Files.writeString(directory.path().resolve("board"), "x");

        directory.close();

        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void aDirectoryWhoseNameSocketsCannotHaveIsRefused() {
        assertThatThrownBy(() -> DemoDirectory.open(Optional.of(folder.resolve("a b"))))
                .hasMessageContaining("no blanks");
        assertThatThrownBy(() -> DemoDirectory.open(Optional.of(folder.resolve("x".repeat(90)))))
                .hasMessageContaining("at most 80 characters");
    }

    @Test
    void theFileForProgramsIsReplacedAsAWhole() throws Exception {
        DemoFile file = new DemoFile(
                List.of(new DemoFile.DemoNodeEntry("node1", 7, "unix:/d/node1/orion.sock")),
                List.of(new DemoFile.DemoSiteEntry("site1", "http://127.0.0.1:80/")));

        file.write(folder);

        assertThat(folder.resolve("demo.json"))
                .hasContent("{\"nodes\":[{\"name\":\"node1\",\"pid\":7,\"api\":\"unix:/d/node1/orion.sock\"}],"
                        + "\"resources\":[{\"name\":\"site1\",\"url\":\"http://127.0.0.1:80/\"}]}");
        assertThat(folder.resolve("demo.json.new")).doesNotExist();
    }
}
