package orion.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Endpoint;
import orion.core.model.NodeId;
import orion.node.board.ClusterIdentity;
import orion.node.board.DiskLocation;
import orion.node.witness.WitnessWord;

/// What a node remembers of itself, and what is said of a file that makes no sense.
final class NodeSettingsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsWrittenIsReadAgainAndClosedToOthers() throws Exception {
        NodeSettings settings = new NodeSettings(
                new ClusterIdentity("mail", UUID.randomUUID()),
                new NodeId(3),
                "node3",
                List.of(
                        DiskLocation.of(Path.of("/dev/board")),
                        new DiskLocation.Witness(
                                new WitnessWord(new Endpoint("10.0.0.9", 7024), "ab".repeat(32), "cd".repeat(32))),
                        DiskLocation.of(Path.of("/dev/other"))));
        assertThat(settings.toString()).contains("witness:10.0.0.9:7024").doesNotContain("cdcd");
        assertThat(NodeSettings.present(folder)).isFalse();
        settings.write(folder);
        assertThat(NodeSettings.present(folder)).isTrue();
        assertThat(NodeSettings.read(folder)).isEqualTo(settings);
        Path file = folder.resolve("node.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aMissingNodeIsExplained() {
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> NodeSettings.read(folder))
                .withMessageContaining(folder.toString())
                .withMessageContaining("orion init");
    }

    @Test
    void aFileWithoutANumberIsNamedWithWhatItLacks() throws IOException {
        Files.writeString(
                folder.resolve("node.properties"), "cluster=mail\ncluster-id=" + UUID.randomUUID() + "\nname=n\n");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> NodeSettings.read(folder))
                .withMessageContaining("node.properties")
                .withMessageContaining("'number'");
    }

    @Test
    void aWordOfAWitnessThatSomebodyCutIsNamedAndNotRepeated() throws IOException {
        Path file = folder.resolve("node.properties");
        WitnessWord word = new WitnessWord(new Endpoint("10.0.0.9", 7024), "ab".repeat(32), "cd".repeat(32));
        String secret = word.text().substring(WitnessWord.BEGINNING.length());
        String good = "cluster=mail\nname=n\nnumber=1\ncluster-id=" + UUID.randomUUID() + "\nboard=/dev/board\n";
        for (String cut : List.of(secret, "Witness:" + secret, word.text() + "x")) {
            Files.writeString(file, good + "board.2=" + cut + "\nboard.3=/dev/other\n");
            assertThatExceptionOfType(SetupException.class)
                    .isThrownBy(() -> NodeSettings.read(folder))
                    .withMessageContaining(file + " cannot be used: its 'board.2'")
                    .withMessageNotContaining(secret);
        }
    }

    private void refused(String lines, String why) throws IOException {
        Path file = folder.resolve("node.properties");
        Files.writeString(
                file,
                "cluster=mail\nname=n\nnumber=1\ncluster-id=" + UUID.randomUUID() + "\nboard=/dev/board\n" + lines);
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> NodeSettings.read(folder))
                .withMessage(file + " cannot be used: " + why + "; restore it, or enroll the node again");
    }

    @Test
    void aDiskThatIsNamedTwiceIsRefused() throws IOException {
        Endpoint address = new Endpoint("10.0.0.9", 7024);
        String one = new WitnessWord(address, "ab".repeat(32), "cd".repeat(32)).text();
        String same = new WitnessWord(address, "ab".repeat(32), "ef".repeat(32)).text();
        refused(
                "board.2=" + one + "\nboard.3=" + same + "\n",
                "its 'board.3' is the same disk as its 'board.2', witness:10.0.0.9:7024, and would count twice");
        refused(
                "board.2=/dev/board\nboard.3=/dev/other\n",
                "its 'board.2' is the same disk as its 'board', /dev/board, and would count twice");
    }

    @Test
    void whatNobodyReadsIsRefusedAndRepeatedOnlyWhereItCannotBeSecret() throws IOException {
        String known =
                ", which is none of cluster, cluster-id, number, name, api, mail, sendmail, board, board.2, board.3 and so on";
        refused("boards=/dev/other\n", "it says 'boards'" + known);
        refused("board.3=/dev/other\n", "it says 'board.3'" + known);
        refused("board.2=/dev/a\nboard.3=/dev/b\nboard.04=/dev/c\n", "it says 'board.04'" + known);
        refused("Wx4mQ7Zt\n", "it says something" + known);
    }

    @Test
    void aNumberThatIsNoneIsToldInOurWords() throws IOException {
        Path file = folder.resolve("node.properties");
        String good = "cluster=mail\nname=n\nboard=/dev/board\n";
        Files.writeString(file, good + "cluster-id=" + UUID.randomUUID() + "\nnumber=one\n");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> NodeSettings.read(folder))
                .withMessage(file + " cannot be used: its 'number' is 'one', not a number from 1 to 32; restore it, or"
                        + " enroll the node again");

        Files.writeString(file, good + "cluster-id=17\nnumber=1\n");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() -> NodeSettings.read(folder))
                .withMessageContaining("its 'cluster-id' is '17', not an id like ");
    }

    @Test
    void aNodeIsConfiguredOnlyUnderItsNumberAndItsName() throws SetupException {
        ClusterConfiguration configuration = HarbourCluster.state().configuration();
        ClusterIdentity harbour = new ClusterIdentity("harbour", new UUID(1, 2));
        List<DiskLocation> board = List.of(DiskLocation.of(Path.of("/dev/board")));

        new NodeSettings(harbour, HarbourCluster.N2, "n2", board).requireConfiguredIn(configuration);

        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(() ->
                        new NodeSettings(harbour, HarbourCluster.N2, "old", board).requireConfiguredIn(configuration))
                .withMessageContaining("node old is no longer configured in cluster harbour")
                .withMessageContaining("its number 2 belongs to node n2 now");
        assertThatExceptionOfType(SetupException.class)
                .isThrownBy(
                        () -> new NodeSettings(harbour, new NodeId(9), "n9", board).requireConfiguredIn(configuration))
                .withMessageContaining("node n9 is not (or no longer) configured");
    }
}
