package orion.node.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.core.configuration.Endpoint;
import orion.core.configuration.IpPrefix;
import orion.core.lint.HostFacts.BoardDisk;
import orion.core.lint.HostFacts.Place;
import orion.node.board.DiskLocation;
import orion.node.witness.WitnessWord;

/// What this host tells of its disks, cards and units.
final class HostLookTest {
    @TempDir
    private Path folder;

    private Path device(String path) throws IOException {
        return Files.createDirectories(folder.resolve("devices").resolve(path));
    }

    private void number(String number, Path device) throws IOException {
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("block")).resolve(number), device);
    }

    @Test
    void aDeviceIsFollowedToTheDisksBeneath() throws Exception {
        Path first = device("sda/sda1");
        Files.writeString(first.resolve("partition"), "1\n");
        Path second = device("sdb");
        Path array = device("md0");
        Path group = device("dm-0");
        Files.createSymbolicLink(Files.createDirectory(array.resolve("slaves")).resolve("sda1"), first);
        Files.createSymbolicLink(array.resolve("slaves/sdb"), second);
        Files.createSymbolicLink(Files.createDirectory(group.resolve("slaves")).resolve("md0"), array);
        number("8:1", first);
        number("8:16", second);
        number("254:0", group);
        DiskPlaces places = new DiskPlaces(folder.resolve("block"));

        assertThat(places.carriers("8:1")).containsExactly("disk sda");
        assertThat(places.carriers("8:16")).containsExactly("disk sdb");
        assertThat(places.carriers("254:0")).containsExactly("disk sda", "disk sdb");
        assertThat(places.carriers("0:42")).isEmpty();
    }

    @Test
    void aDiskOfTheBoardIsAFileOrOnTheHostThatServesIt() throws Exception {
        Path file = Files.writeString(folder.resolve("board"), "");
        WitnessWord word = new WitnessWord(new Endpoint("10.0.0.9", 7024), "ab".repeat(32), "cd".repeat(32));
        BoardDisk served = new DiskPlaces().board(new DiskLocation.Witness(word));

        assertThat(new DiskPlaces().board(DiskLocation.of(file)).file()).contains(file.toString());
        assertThat(new DiskPlaces().board(DiskLocation.of(file)).place().device())
                .isEmpty();
        assertThat(served.place()).isEqualTo(new Place("", new TreeSet<>(List.of("host 10.0.0.9"))));
        assertThat(served.name()).doesNotContain("cd".repeat(32));
        assertThat(new DiskPlaces().place(folder.resolve("nothing"))).isEmpty();
    }

    @Test
    void unitsThatStartWithTheHostAreThoseThatSomethingWants() throws Exception {
        Path system = Files.createDirectories(folder.resolve("etc/systemd/system"));
        Files.writeString(system.resolve("disabled.service"), "[Unit]\n");
        Files.writeString(
                Files.createDirectory(system.resolve("multi-user.target.wants")).resolve("nginx.service"), "");
        Files.writeString(
                Files.createDirectory(system.resolve("db.service.requires")).resolve("disk.mount"), "");

        assertThat(EnabledUnits.of(folder)).containsExactly("disk.mount", "nginx.service");
        assertThat(EnabledUnits.of(folder.resolve("nowhere"))).isEmpty();
    }

    @Test
    void theCardsOfThisHostHaveTheirNetworks() throws Exception {
        assertThat(NetworkCards.ofHost()).anySatisfy(card -> {
            assertThat(card.name()).isEqualTo("lo");
            assertThat(card.networks()).contains(IpPrefix.parse("127.0.0.1/8"));
        });
    }
}
