package orion.supervisor.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.configuration.GwhaConfiguration;

/// What keeps gwha from its work is found before somebody needs it.
final class GwhaFaultsTest {
    @TempDir
    private Path folder;

    private GwhaFaults faults(String settings) throws Exception {
        Path file = Files.writeString(folder.resolve("gwha.conf"), settings + "[a]\nserver = /bin/true\n");
        return new GwhaFaults(GwhaConfiguration.read(file));
    }

    @Test
    void aHostThatOnlyHasAgentsNeedsNeitherKeyNorAccount() throws Exception {
        assertThat(faults("").findings()).isEmpty();
        assertThat(faults("[gwha]\nport = 8401\n").findings()).isEmpty();
    }

    @Test
    void anAccountThatIsNotThereIsToldWithItsCure() throws Exception {
        assertThat(faults("[gwha]\nssl = no\nusers = nobody, no-such-one\n").findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo("account");
                    assertThat(finding.sentence())
                            .isEqualTo("there is no account 'no-such-one' on this host, which users = in [gwha] of "
                                    + folder + "/gwha.conf names; make it with: useradd --system --no-create-home"
                                    + " --shell /usr/sbin/nologin no-such-one");
                });
    }

    @Test
    void rootIsNeverLetInSoNobodyShallCountOnIt() throws Exception {
        assertThat(faults("[gwha]\nssl = no\nusers = root\n").accounts())
                .singleElement()
                .asString()
                .startsWith("'root', which users = in [gwha] of " + folder + "/gwha.conf names, is root, whom gwha"
                        + " never lets in; name an account of few rights");
    }

    @Test
    void aKeyThatCannotBeUsedIsToldWithItsFile() throws Exception {
        assertThat(faults("[gwha]\nusers = nobody\nkey = a.key\ncert = a.crt\n").findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo("key");
                    assertThat(finding.sentence()).contains("the key file " + folder + "/a.key cannot be read");
                });
    }
}
