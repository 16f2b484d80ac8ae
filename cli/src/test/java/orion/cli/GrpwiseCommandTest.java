package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.cli.supervisor.SupervisorCommands;

/// `grpwise` and the scripts of the Messenger do what the table of the original says, with the exit codes of
/// init scripts.
@Tag("root")
final class GrpwiseCommandTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("/nonexistent");

    @BeforeEach
    void defineAgents() throws IOException {
        file = folder.resolve("gwha.conf");
        StringBuilder text = new StringBuilder("[gwha]\npassword = secret7\nrun = %s\nlog = %s\n"
                .formatted(folder.resolve("run"), folder.resolve("log")));
        for (String agent : new String[] {"dom=gwmta", "post.dom=gwpoa", "dom.GWIA=gwia", "nmma=nmma", "nmaa=nmaa"}) {
            String location = agent.substring(0, agent.indexOf('='));
            Path program = folder.resolve(agent.substring(agent.indexOf('=') + 1));
            Files.writeString(program, "#!/bin/sh\necho \"$@\" >>" + folder + "/calls\nexec sleep 1000\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            text.append("[%s]\nserver = %s\nstartup = %s.cfg\ndelay = 0\n".formatted(location, program, location));
        }
        Files.writeString(file, text);
    }

    @AfterEach
    void stopAll() {
        run("grpwise", "stop");
    }

    private Outcome run(String name, String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--config";
        all[words.length + 1] = file.toString();
        return new CommandRun().calledBy(name).run(SupervisorCommands.words(name, all));
    }

    @Test
    void theTableOfTheOriginalHolds() {
        assertThat(run("grpwise", "status").exitCode()).isEqualTo(3);

        Outcome start = run("grpwise", "start");
        assertThat(start.output())
                .contains("Starting [post.dom]", "Starting [nmma]")
                .doesNotContain("failed");
        assertThat(start.exitCode()).isZero();
        Outcome status = run("grpwise", "status");
        assertThat(status.exitCode()).isZero();
        assertThat(status.output())
                .containsPattern("(?m)^\\[dom\\] +running, process \\d+")
                .containsPattern("(?m)^\\[post.dom\\] +running")
                .containsPattern("(?m)^\\[dom.GWIA\\] +running");

        assertThat(run("grpwise", "stop", "post.dom").exitCode()).isZero();
        assertThat(run("grpwise", "status", "post.dom").output()).containsPattern("^\\[post.dom\\] +stopped");
        assertThat(run("grpwise", "status", "post.dom").exitCode()).isEqualTo(3);
        assertThat(run("grpwise", "status", "dom").exitCode()).isZero();
        assertThat(run("grpwise", "start", "post.dom").exitCode()).isZero();

        assertThat(run("grpwise", "stop").exitCode()).isZero();
        assertThat(run("grpwise", "status").output()).doesNotContain("running");
    }

    @Test
    void theMessengersScriptsStartTheirOwnAgentOnly() {
        assertThat(run("novell-nmma", "start").exitCode()).isZero();
        assertThat(run("novell-nmma", "status").exitCode()).isZero();
        assertThat(run("novell-nmaa", "status").exitCode()).isEqualTo(3);
        assertThat(run("grpwise", "status", "dom").exitCode()).isEqualTo(3);

        assertThat(run("novell-nmma", "stop").exitCode()).isZero();
        assertThat(run("novell-nmma", "status").exitCode()).isEqualTo(3);
    }

    @Test
    void whatDiedIsToldApartFromWhatWasStopped() {
        run("grpwise", "start", "post.dom");
        String output = run("grpwise", "status", "post.dom", "--json").output();
        long pid = Long.parseLong(output.replaceAll("(?s).*\"pid\":(\\d+).*", "$1"));

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());

        assertThat(run("grpwise", "status", "post.dom").output()).contains("dead, started ");
        assertThat(run("grpwise", "status", "post.dom").exitCode()).isEqualTo(1);
        assertThat(run("grpwise", "restart", "post.dom").exitCode()).isZero();
    }

    @Test
    void whatFailsNamesTheFileForPrograms() throws Exception {
        Files.writeString(file, "[dom]\n");
        assertThat(run("grpwise", "status", "--json").errors()).contains("\"where\":\"" + file + "\"");
        Files.writeString(file, "");
    }

    @Test
    void theConfigurationIsPrintedWithoutItsPassword() {
        assertThat(run("grpwise", "print").output())
                .contains("[post.dom]", "startup = post.dom.cfg")
                .doesNotContain("secret7");
        assertThat(run("grpwise", "print", "post.dom").output()).contains("gwpoa @post.dom.cfg");
    }

    @Test
    void aDashFromAPrintedPageIsAnOption() throws Exception {
        Path program = folder.resolve("gwpoa");
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >>" + folder + "/calls\nexit 9\n");

        Outcome shown = run("grpwise", "start", "\u2014show", "post.dom");

        assertThat(shown.errors()).isEmpty();
        assertThat(shown.exitCode()).isEqualTo(9);
        assertThat(folder.resolve("calls")).hasContent("--show @post.dom.cfg");
    }

    @Test
    void whatWouldStartAgentsAtBootAndWhatIsMissingIsFound() throws Exception {
        Path links = Files.createDirectories(folder.resolve("host/etc/rc3.d"));
        Files.createDirectories(folder.resolve("host/etc/init.d"));
        Files.writeString(folder.resolve("host/etc/init.d/grpwise"), "#!/bin/sh\n");
        Files.createSymbolicLink(links.resolve("S99grpwise"), Path.of("../init.d/grpwise"));
        String host = folder.resolve("host").toString();

        assertThat(run("grpwise", "check", "--root", host).output()).contains("no agent of " + file + " has resource");
        Files.writeString(file, Files.readString(file).replace("[post.dom]\n", "[post.dom]\nresource = mail\n"));
        Path program = folder.resolve("host" + folder).resolve("gwpoa");
        Outcome missing = run("grpwise", "check", "--json", "--root", host, "post.dom");
        assertThat(missing.output()).contains("{\"kind\":\"program\",\"path\":\"" + folder + "/gwpoa\",");
        Files.createDirectories(program.getParent());
        Files.copy(folder.resolve("gwpoa"), program, StandardCopyOption.COPY_ATTRIBUTES);
        Outcome found = run("grpwise", "check", "--root", host);
        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.output())
                .isEqualTo("/etc/rc3.d/S99grpwise starts at boot post.dom, which the cluster alone may start; run: rm"
                        + " /etc/rc3.d/S99grpwise\n");
        Outcome json = run("grpwise", "check", "--json", "--root", host);
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.output())
                .isEqualTo("[{\"kind\":\"rc\",\"path\":\"/etc/rc3.d/S99grpwise\",\"agents\":[\"post.dom\"],"
                        + "\"cure\":\"run: rm /etc/rc3.d/S99grpwise\"}]\n");

        Files.delete(links.resolve("S99grpwise"));
        assertThat(run("grpwise", "check", "--root", host).exitCode()).isZero();
        assertThat(run("grpwise", "check", "--root", host).output())
                .isEqualTo("nothing starts the agents of the cluster at boot, and this host has their programs\n");
        assertThat(run("grpwise", "check", "--json", "--root", host).output()).isEqualTo("[]\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        Outcome lacking = run("grpwise", "check", "--root", host);
        assertThat(lacking.exitCode()).isEqualTo(1);
        assertThat(lacking.output())
                .isEqualTo(
                        folder + "/gwpoa is not on this host, or not executable, so the cluster could not run post.dom"
                                + " here; install it, or correct server = in gwha.conf\n");
        assertThat(run("grpwise", "status", "--root", host).exitCode()).isEqualTo(2);
    }

    @Test
    void aHoldIsForPersonsToEnd() {
        assertThat(run("grpwise", "start", "--hold", "x").exitCode()).isEqualTo(2);
        run("grpwise", "start", "post.dom");
        assertThat(run("grpwise", "stop", "--hold", "new disk", "post.dom").exitCode())
                .isZero();
        Outcome held = run("grpwise", "status", "post.dom");
        assertThat(held.output()).containsPattern("^\\[post.dom\\] +held, for \\d+ s: new disk\n");
        assertThat(held.exitCode()).isEqualTo(3);
        assertThat(run("grpwise", "status", "--json", "post.dom").output())
                .contains("\"state\":\"held\"", "\"detail\":\"new disk\"");

        // Who starts or stops all of them names none, and does not end it.
        assertThat(run("grpwise", "stop").exitCode()).isZero();
        Outcome all = run("grpwise", "start");
        assertThat(all.output()).containsPattern("Starting \\[post.dom\\] +left alone, it is held: new disk\n");
        assertThat(all.exitCode()).isZero();
        assertThat(run("grpwise", "restart").exitCode()).isZero();
        assertThat(run("grpwise", "status", "post.dom").output()).contains("held");

        assertThat(run("grpwise", "start", "post.dom").exitCode()).isZero();
        assertThat(run("grpwise", "stop", "post.dom").exitCode()).isZero();
        assertThat(run("grpwise", "status", "post.dom").output()).contains("stopped");
    }

    @Test
    void aHoldWithoutItsReasonHoldsNobody() {
        run("grpwise", "start", "post.dom");

        Outcome noReason = run("grpwise", "stop", "--hold", "post.dom");
        assertThat(noReason.exitCode()).isEqualTo(2);
        assertThat(noReason.errors())
                .contains(
                        "the reason is missing; write: grpwise stop --hold \"new disk\" post.dom; see grpwise --help");
        Outcome mistyped = run("grpwise", "stop", "--hold", "post.dm");
        assertThat(mistyped.exitCode()).isEqualTo(2);
        assertThat(mistyped.errors())
                .contains("the location is missing; write: grpwise stop --hold \"new disk\" LOCATION");
        assertThat(run("novell-nmma", "stop", "--hold", "nmma").errors())
                .contains("write: novell-nmma stop --hold \"new disk\" nmma");
        assertThat(run("grpwise", "stop", "--hold", " ", "post.dom").errors()).contains("--hold takes a REASON");
        assertThat(run("grpwise", "status", "post.dom").exitCode()).isZero();
        assertThat(run("grpwise", "status").output()).doesNotContain("held");

        assertThat(run("grpwise", "stop", "--hold", "new disk", "dom").output())
                .containsPattern("Stopping \\[dom\\] +was not running, and is held from now on\n");
        assertThat(run("novell-nmma", "stop", "--hold", "new disk").exitCode()).isZero();
        assertThat(run("grpwise", "status", "nmma").output()).contains("held");
    }

    @Test
    void whatKeepsGwhaFromItsWorkIsFound() throws Exception {
        Files.writeString(file, Files.readString(file).replace("[gwha]\n", "[gwha]\nssl = no\nusers = root\n"));

        Outcome text = run("grpwise", "check");
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.output()).startsWith("'root', which users = in [gwha] of " + file + " names, is root");
        assertThat(run("grpwise", "check", "--json").output())
                .startsWith("[{\"kind\":\"account\",\"path\":\"" + file + "\",\"agents\":[],\"cure\":\"'root', ");
        assertThat(run("grpwise", "check", "--root", folder.toString()).exitCode())
                .as("of an image nobody can tell the accounts")
                .isZero();
    }

    @Test
    void sentencesAreWhole() throws Exception {
        assertThat(run("grpwise", "status", "dom", "post.dom").errors())
                .isEqualTo("orion: 'post.dom' is one word too many; see grpwise --help.\n");
        String whole = Files.readString(file);
        Files.writeString(file, "#".repeat((1 << 20) + 1));
        assertThat(run("grpwise", "status").errors()).endsWith("which no such file is; is it the right one?\n");
        Files.writeString(file, "[gwha]\nrun = run\n");
        assertThat(run("grpwise", "start").exitCode()).isEqualTo(6);
        assertThat(run("grpwise", "start").errors()).contains("there is no agent in " + file + "; write a section");
        Files.writeString(file, whole);
    }

    @Test
    void everythingThatGoesWrongHasTheExitCodeOfInitScripts() throws Exception {
        assertThat(run("grpwise", "frobnicate").errors()).contains("there is no 'frobnicate'; there are start, stop");
        assertThat(run("grpwise", "frobnicate").exitCode()).isEqualTo(2);
        assertThat(run("grpwise").exitCode()).isEqualTo(2);
        assertThat(run("grpwise", "start", "--show").exitCode()).isEqualTo(2);
        assertThat(run("grpwise", "start", "[post.dom]").errors()).contains("the name is written post.dom");
        assertThat(run("grpwise", "start", "[post.dom]").exitCode()).isEqualTo(2);
        Files.writeString(folder.resolve("gwia"), "#!/bin/sh\nexit 0\n");
        // It is waited for until it answers, which it never does, or ends.
        Files.writeString(file, Files.readString(file).replace("[dom.GWIA]\n", "[dom.GWIA]\nports = 1\nready = 120\n"));
        // What fails with one keeps nobody from the next.
        assertThat(run("grpwise", "start").exitCode()).isEqualTo(1);
        assertThat(run("grpwise", "status", "nmma").exitCode()).isZero();
        assertThat(run("grpwise", "stop").exitCode()).isZero();
        Files.delete(folder.resolve("gwpoa"));
        assertThat(run("grpwise", "start", "post.dom").exitCode()).isEqualTo(5);
        assertThat(run("grpwise", "start", "post.dom").errors()).contains("is not on this host; install it");
        Files.writeString(file, "[x]\nserver = y\n");
        assertThat(run("grpwise", "start").exitCode()).isEqualTo(6);
        assertThat(run("grpwise", "start").errors()).contains(file + ", line 2: ");
        assertThat(run("grpwise", "status").exitCode()).isEqualTo(4);
        Files.writeString(file, "[gwha]\nrun = " + file + "/no\n[x]\nserver = /bin/true\n");
        assertThat(run("grpwise", "start").exitCode()).isEqualTo(4);
        assertThat(run("grpwise", "start").errors()).contains("agents are started and stopped by root");
        Files.writeString(file, "[gwha]\nrun = " + folder.resolve("run") + "\n");
        assertThat(run("novell-nmaa", "start").exitCode()).isEqualTo(6);
        assertThat(run("novell-nmaa", "start").errors()).contains("add a section [nmaa]");
    }
}
