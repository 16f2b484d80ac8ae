package orion.supervisor.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key and a certificate that openssl has made are taken as a pair, and no others.
final class ServerKeyTest {
    @TempDir
    private Path folder;

    private void make(String name, String kind) throws Exception {
        Process openssl = new ProcessBuilder(
                        "sh",
                        "-c",
                        "openssl req -x509 -newkey %s -noenc -days 2 -subj /CN=x -keyout %s.key -out %s.crt"
                                .formatted(kind, name, name))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
    }

    private ServerKey pair(String key, String cert) {
        return new ServerKey(folder.resolve(key + ".key"), folder.resolve(cert + ".crt"), "", "[gwha] of gwha.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
    void aCertificateOfAnotherKeyIsRefused(String kind) throws Exception {
        make("one", kind);
        make("other", kind);

        assertThatCode(() -> pair("one", "one").context("TLSv1.3")).doesNotThrowAnyException();
        assertThatThrownBy(() -> pair("one", "other").context("TLSv1.3"))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("the certificate " + folder + "/other.crt does not belong to the key " + folder
                        + "/one.key, it was made for another one; correct [gwha] of gwha.conf");
    }

    @Test
    void oneOfAnotherKindIsRefusedInTheSameWords() throws Exception {
        make("one", "rsa:2048");
        make("other", "ed25519");

        assertThatThrownBy(() -> pair("one", "other").context("TLSv1.3")).hasMessageContaining("does not belong to");
        assertThatThrownBy(() -> pair("other", "one").context("TLSv1.3")).hasMessageContaining("does not belong to");
    }

    @Test
    void aFileThatIsNotThereIsNamedOnce() {
        assertThatThrownBy(() -> pair("none", "none").context("TLSv1.3"))
                .hasMessage("the key file " + folder + "/none.key cannot be read (there is no such file); correct it in"
                        + " [gwha] of gwha.conf");
    }
}
