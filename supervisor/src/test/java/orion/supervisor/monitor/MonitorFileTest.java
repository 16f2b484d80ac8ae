package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `monitor.conf` names lies beside it, in whichever folder the monitor was started.
final class MonitorFileTest {
    @TempDir
    private Path folder;

    private MonitorSettings read(String lines, String password) throws Exception {
        Path file = Files.writeString(
                folder.resolve("monitor.conf"), "[monitor]\nhauser = gwha\n" + lines + "\n[a]\nprobe = tcp://h:1\n");
        Path none = folder.resolve("none.conf");
        return new MonitorFile(
                        file,
                        none,
                        Optional.empty(),
                        Optional.of(password).filter(word -> !word.isEmpty()),
                        Optional.empty())
                .read();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "haca = none.pem",
                "hacert = none.pem",
                "hassl = no\nweb-user = x\nweb-password-file = none.pem",
                "hassl = no\nweb-key = none.pem\nweb-cert = none.pem",
                "hassl = no\n[b]\nprobe = https://h/\nca = none.pem"
            })
    void whatIsNotThereIsMissedBesideTheFile(String lines) {
        assertThatThrownBy(() -> read(lines, "word")).hasMessageContaining(" " + folder.resolve("none.pem") + " ");
    }

    @Test
    void aFileOfThisHostsAgentsThatSaysNothingIsNoObstacle() throws Exception {
        Files.writeString(folder.resolve("none.conf"), "# [post.dom]\n");

        assertThat(read("hassl = no", "word").agents()).hasSize(1);
    }

    @Test
    void connectionsStayOpenWherePollsAreFrequentAndEncrypted() throws Exception {
        List<Boolean> kept = read("""
                hassl = no
                [b]
                probe = https://h/
                poll = 15
                [c]
                probe = https://h/
                [d]
                probe = http://h/
                poll = 15
                """, "word").agents().stream()
                .map(WatchedAgent::probe)
                .map(StreamProbe.class::cast)
                .map(probe -> probe.kept().isWanted())
                .toList();
        // The last one is polled at a port.
        assertThat(kept).containsExactly(true, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\n", "one\ntwo\n"})
    void aPasswordFileHasOneLine(String text) throws Exception {
        Path word = Files.writeString(folder.resolve("word"), text);
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-------"));

        for (String key : List.of("hapassword-file = word", "web-user = anna\nweb-password-file = word")) {
            String given = key.startsWith("web") ? "secret" : "";
            assertThatThrownBy(() -> read("hassl = no\n" + key, given))
                    .hasMessageContaining("the password file " + word + " has ")
                    .hasMessageContaining("as its only line");
        }
    }

    @Test
    void historyAndPasswordAreBesideTheFile() throws Exception {
        Path word = Files.writeString(folder.resolve("word"), "w\n");
        Files.setPosixFilePermissions(word, PosixFilePermissions.fromString("rw-------"));

        MonitorSettings settings = read("hassl = no\nhistory = h.jsonl\nhapassword-file = word", "");

        assertThat(settings.history()).isEqualTo(folder.resolve("h.jsonl"));
        assertThat(settings.gwha()).isPresent();
    }
}
