package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.LauncherMachine.Outcome;

/// `orion test` sets the machine up, runs everything that can run, and names what could not.
final class TestCommandTest {
    private static final String ROOT_TEST = "cli/src/test/java/NeedsRootTest.java";
    private static final String LAB_TEST = "lab/src/test/java/PowerCutTest.java";
    private static final String MACHINE_TEST = "lab/src/test/java/MachineTest.java";

    private @TempDir Path temporary = Path.of("");
    private @Nullable LauncherMachine machine;

    @BeforeEach
    void aMachineThatCanBuild() throws IOException {
        machine = LauncherMachine.in(temporary);
        machine.jdk(25);
        machine.maven();
        machine.file("tree/" + ROOT_TEST, "@Tag(\"root\") class NeedsRootTest {}");
        machine.file("tree/cli/src/test/java/PlainTest.java", "class PlainTest {}");
        machine.file("tree/" + LAB_TEST, "class PowerCutTest {}");
        machine.file("tree/" + MACHINE_TEST, "@Tag(\"machine\") class MachineTest {}");
        machine.tool("dpkg-query", "case $3 in iproute2) echo 'install ok installed' ;; *) exit 1 ;; esac");
        machine.tool("apt-get", "echo \"$*\" >>'" + temporary.resolve("apt-calls") + "'");
    }

    private LauncherMachine machine() {
        return Objects.requireNonNull(machine);
    }

    @Test
    void withoutRootItNamesWhatDidNotRunAndWhatIsMissing() throws Exception {
        Outcome outcome = machine().orion("test");

        assertThat(outcome.exitCode()).isZero();
        assertThat(machine().mavenCalls())
                .singleElement()
                .asString()
                .endsWith(" verify")
                .doesNotContain("-Plab");
        assertThat(outcome.output())
                .contains("NOT RUN because they need root", "sudo ./orion test", "missing here: nginx-light)")
                .contains("  " + ROOT_TEST + "\n", "  " + LAB_TEST + "\n")
                .doesNotContain("PlainTest");
        assertThat(temporary.resolve("apt-calls")).doesNotExist();
    }

    @Test
    void asRootItInstallsWhatIsMissingAndRunsTheLab() throws Exception {
        Outcome outcome = machine().tool("id", "echo 0").orion("test");

        assertThat(outcome.exitCode()).isZero();
        assertThat(temporary.resolve("apt-calls"))
                .hasContent("-q update\n-q install --yes --no-install-recommends nginx-light");
        assertThat(machine().mavenCalls()).singleElement().asString().contains(" -Plab ");
        assertThat(outcome.output())
                .contains(
                        "NOT RUN because it takes long; to run it: ./orion test --machine", "  " + MACHINE_TEST + "\n")
                .doesNotContain(LAB_TEST, ROOT_TEST);
    }

    @Test
    void theEmulatedMachineHasACommandOfItsOwn() throws Exception {
        Outcome outcome = machine().tool("id", "echo 0").orion("test", "--machine");

        assertThat(outcome.exitCode()).isZero();
        assertThat(machine().mavenCalls())
                .singleElement()
                .asString()
                .contains(" -Plab -Pmachine ")
                .endsWith(" verify");
        assertThat(outcome.output()).doesNotContain("NOT RUN");
        assertThat(machine().orion("test", "--quick", "--machine").exitCode()).isEqualTo(64);
        assertThat(machine().tool("id", "echo 1000").orion("test", "--machine").exitCode())
                .isEqualTo(77);
        assertThat(machine().mavenCalls()).hasSize(1);
    }

    @Test
    void quicklyMeansWithoutTheLabAndSaysSo() throws Exception {
        Outcome outcome = machine().tool("id", "echo 0").orion("test", "--quick");

        assertThat(machine().mavenCalls()).singleElement().asString().doesNotContain("-Plab");
        assertThat(outcome.output())
                .contains("NOT RUN because of --quick", "  " + LAB_TEST + "\n")
                .doesNotContain("NeedsRootTest");
    }

    @Test
    void aPackageThatCannotBeInstalledEndsIt() throws Exception {
        machine().tool("id", "echo 0").tool("apt-get", "echo 'E: no network'; exit 100");

        Outcome outcome = machine().orion("test");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.errors()).contains("E: no network", "apt-get update failed", "packages.log");
        assertThat(machine().mavenCalls()).isEmpty();
    }

    @Test
    void failedTestsFailIt() throws Exception {
        assertThat(machine().tool("mvn", "exit 1").orion("test").exitCode()).isEqualTo(1);
    }

    @Test
    void argumentsBehindTwoDashesAreMavens() throws Exception {
        machine().orion("test", "--", "-pl", "core");

        assertThat(machine().mavenCalls()).singleElement().asString().endsWith(" -pl core verify");
    }

    @Test
    void anUnknownArgumentIsRefused() throws Exception {
        Outcome outcome = machine().orion("test", "--fast");

        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.errors()).contains("does not know '--fast'");
        assertThat(machine().mavenCalls()).isEmpty();
    }
}
