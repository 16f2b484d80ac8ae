package orion.node.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who may reboot the host, judged by what the kernel says and not by a name.
final class PrivilegesTest {
    private static Privileges of(int user, String effective, String bounding, String ambient) {
        return Privileges.parse("""
                Name:\tjava
                Uid:\t1000\t%d\t1000\t1000
                CapInh:\t0000000000000000
                CapPrm:\t000001ffffffffff
                CapEff:\t%s
                CapBnd:\t%s
                CapAmb:\t%s
                """.formatted(user, effective, bounding, ambient));
    }

    @Test
    void rootMayRebootUnlessItsCapabilitiesWereTakenAway() {
        Privileges root = of(0, "000001ffffffffff", "000001ffffffffff", "0000000000000000");
        assertThat(root.root()).isTrue();
        assertThat(root.mayReboot()).isTrue();
        assertThat(root.programsMayReboot()).isTrue();

        Privileges contained = of(0, "00000000a80425fb", "00000000a80425fb", "0000000000000000");
        assertThat(contained.root()).isTrue();
        assertThat(contained.mayReboot()).isFalse();
        assertThat(contained.programsMayReboot()).isFalse();
    }

    @Test
    void anotherUserMayRebootWhereItWasGivenTheCapabilityAndItsProgramsWhereTheyKeepIt() {
        Privileges nobody = of(65534, "0000000000000000", "000001ffffffffff", "0000000000000000");
        assertThat(nobody.mayReboot()).isFalse();
        assertThat(nobody.programsMayReboot()).isFalse();

        Privileges byFile = of(65534, "0000000000400000", "000001ffffffffff", "0000000000000000");
        assertThat(byFile.root()).isFalse();
        assertThat(byFile.mayReboot()).isTrue();
        assertThat(byFile.programsMayReboot()).isFalse();

        Privileges byUnit = of(65534, "0000000000400000", "0000000000400000", "0000000000400000");
        assertThat(byUnit.mayReboot()).isTrue();
        assertThat(byUnit.programsMayReboot()).isTrue();
    }

    @Test
    void aKernelThatTellsNothingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Privileges.parse("Uid:\t0\t0\t0\t0\n"))
                .withMessageContaining("CapEff");
    }

    @Test
    @Tag("root")
    void theKernelTellsWhatWasTakenAwayFromRoot() throws Exception {
        assertThat(status("cat", "/proc/self/status").mayReboot()).isTrue();
        Privileges contained =
                status("setpriv", "--bounding-set=-sys_boot", "--inh-caps=-sys_boot", "cat", "/proc/self/status");
        assertThat(contained.root()).isTrue();
        assertThat(contained.mayReboot()).isFalse();
        assertThat(contained.programsMayReboot()).isFalse();
    }

    private static Privileges status(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Privileges.parse(text);
    }
}
