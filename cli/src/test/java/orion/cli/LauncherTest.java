package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.LauncherMachine.Outcome;

/// The launcher `orion` finds a JDK, builds what is missing or stale, becomes the JVM, and says what to do when it
/// cannot.
final class LauncherTest {
    private @TempDir Path temporary = Path.of("");
    private @Nullable LauncherMachine machine;

    @BeforeEach
    void aMachineWithASpaceInItsPath() throws IOException {
        machine = LauncherMachine.in(temporary.resolve("a machine"));
    }

    private LauncherMachine machine() {
        return Objects.requireNonNull(machine);
    }

    @Test
    void withoutAnyJdkItSaysWhatToInstall() throws Exception {
        Outcome outcome = machine().orion("view");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.errors())
                .startsWith("orion: no Java 25 or newer was found.")
                .contains("Install a JDK 25", "ORION_JAVA_HOME")
                .hasLineCount(1);
    }

    @Test
    void jdksThatAreTooOldAreNamed() throws Exception {
        Path old = machine().jdk(17);

        Outcome outcome = machine().environment("JAVA_HOME", old.toString()).orion("view");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.errors()).contains("too old: " + old + " (Java 17)");
    }

    @Test
    void aWrongOrionJavaHomeIsRefusedAlthoughAnotherJdkIsThere() throws Exception {
        machine().jdk(25);

        Outcome outcome = machine().environment("ORION_JAVA_HOME", "/nowhere").orion("view");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.errors()).contains("ORION_JAVA_HOME is /nowhere").hasLineCount(1);
    }

    @Test
    void aRuntimeWithoutCompilerCannotBuild() throws Exception {
        Path runtime = machine().jdk(25);
        Files.delete(runtime.resolve("bin/javac"));

        Outcome outcome = machine().maven().orion("view");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.errors()).contains(runtime.toString(), "not only its runtime");
    }

    @Test
    void aMissingMavenIsNamed() throws Exception {
        machine().jdk(25);

        Outcome outcome = machine().orion("view");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.errors()).contains("Maven builds orion and was not found", "apt-get install maven");
    }

    @Test
    void aFailedBuildShowsTheErrorsAndWhereTheLogIs() throws Exception {
        machine().jdk(25);
        machine().tool("mvn", """
                echo '[INFO] much'
                echo '[WARNING] /x/A.java:[3,4] [SomeCheck] no good'
                echo '[ERROR] COMPILATION ERROR :'
                echo '[ERROR]'
                echo '[ERROR] Re-run Maven using the -X switch to enable full debug logging.'
                echo '[ERROR] [Help 1] somewhere'
                exit 1""");

        Outcome outcome = machine().orion("view");

        Path log = machine().top().resolve("target/launcher/build.log");
        assertThat(outcome.exitCode()).isEqualTo(70);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .contains("A.java:[3,4] [SomeCheck] no good", "COMPILATION ERROR")
                .endsWith("orion: the build failed; the whole output is in " + log + ".\n")
                .doesNotContain("much", "Help", "Re-run");
        assertThat(log).content().contains("[INFO] much");
    }

    @Test
    void aFailedBuildIsTriedAgain() throws Exception {
        machine().jdk(25);
        machine().tool("mvn", "exit 1").orion("view");

        assertThat(machine().maven().orion("view").exitCode()).isZero();
    }

    @Test
    void itBuildsOnceAndAgainWhenASourceChanges() throws Exception {
        Path jdk = machine().jdk(25);
        machine().maven();

        assertThat(machine().orion("view").errors()).startsWith("orion: building the program");
        assertThat(machine().orion("view").errors()).isEmpty();
        assertThat(machine().mavenCalls()).singleElement().asString().startsWith(jdk + " ");

        machine().changeLater("tree/cli/src/main/java/Main.java");
        assertThat(machine().orion("view").errors()).startsWith("orion: building the program");
        assertThat(machine().mavenCalls()).hasSize(2);
    }

    @Test
    void aDeletedSourceAndAChangedPomAreNoticed() throws Exception {
        machine().jdk(25);
        machine().maven().orion("view");

        machine().changeLater("tree/cli/src/main/java");
        machine().orion("view");
        assertThat(machine().mavenCalls()).hasSize(2);

        machine().changeLater("tree/pom.xml");
        machine().orion("view");
        assertThat(machine().mavenCalls()).hasSize(3);
    }

    @Test
    void noBuildIsStartedWhenItIsForbidden() throws Exception {
        machine().jdk(25);

        Outcome outcome = machine().maven().environment("ORION_NO_BUILD", "1").orion("view");

        assertThat(outcome.exitCode()).isEqualTo(70);
        assertThat(outcome.errors()).contains("there is no program in", "ORION_NO_BUILD forbids");
        assertThat(machine().mavenCalls()).isEmpty();
    }

    @Test
    void itBecomesTheJvmAndPassesItsExitCodeOn() throws Exception {
        machine().jdk(25);

        Outcome outcome = machine().maven().environment("JVM_EXIT", "7").orion("view");

        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.output()).startsWith("pid " + outcome.pid() + "\n");
    }

    @Test
    void argumentsReachTheProgramUnchanged() throws Exception {
        machine().jdk(25);

        Outcome outcome = machine().maven().orion("set", "a b", "", "*", "$HOME");

        assertThat(outcome.output()).endsWith("<orion.cli.Main>\n<set>\n<a b>\n<>\n<*>\n<$HOME>\n");
    }

    @Test
    void theDaemonGetsASmallHeapAndEndsWhenItIsFull() throws Exception {
        machine().jdk(25);

        assertThat(machine().maven().orion("node").output())
                .contains("<-Xmx64m>", "<-XX:+UseSerialGC>", "<-XX:TieredStopAtLevel=1>")
                .contains("<-XX:+ExitOnOutOfMemoryError>", "<--enable-native-access=ALL-UNNAMED>")
                .contains("<-Djsonb.parserCharBufferSize=262144>");
        assertThat(machine().orion("view").output()).doesNotContain("ExitOnOutOfMemoryError");
    }

    @Test
    void aLinkTellsTheProgramItsName() throws Exception {
        machine().jdk(25);
        Path link = Files.createSymbolicLink(
                temporary.resolve("cluster"), machine().top().resolve("orion"));

        Outcome outcome = machine().maven().run(link, "test");

        assertThat(outcome.output()).contains("<-Dorion.command=cluster>", "<orion.cli.Main>\n<test>\n");
    }

    @Test
    void anInstallationRunsWhatLiesBesideTheLauncher() throws Exception {
        machine().jdk(25);
        Path installed = temporary.resolve("opt/orion");
        Files.createDirectories(installed.resolve("lib"));
        Path launcher = Files.copy(
                machine().top().resolve("orion"), installed.resolve("orion"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(installed.resolve("orion.aot"));

        Outcome outcome = machine().run(launcher, "view");

        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output())
                .contains("<" + installed.resolve("lib") + "/*>", "<-Dorion.home=" + installed + ">")
                .contains("<-XX:AOTCache=" + installed.resolve("orion.aot") + ">");
        assertThat(machine().run(launcher, "test").errors()).contains("runs in the source tree");
    }
}
