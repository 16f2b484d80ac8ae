package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;
import orion.cli.supervisor.SupervisorCommands;

/// What runs can be stopped whatever somebody has done to gwha.conf meanwhile, and nothing else is possible then.
@Tag("root")
final class StopWithBrokenFileTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("/nonexistent");
    private String whole = "";

    @BeforeEach
    void startAnAgent() throws IOException {
        Path program = folder.resolve("agent");
        Files.writeString(program, "#!/bin/sh\nexec sleep 1000\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        whole = "[gwha]\nrun = %s\nlog = %s\n[post.dom]\nserver = %s\nwait = 60\n[other]\nserver = %s\n"
                .formatted(folder.resolve("run"), folder.resolve("log"), program, program);
        file = Files.writeString(folder.resolve("gwha.conf"), whole);
        assertThat(run("start", "post.dom").exitCode()).isZero();
    }

    @AfterEach
    void stopAll() throws IOException {
        Files.writeString(file, whole);
        run("stop");
    }

    private Outcome run(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--config";
        all[words.length + 1] = file.toString();
        return new CommandRun().calledBy("grpwise").run(SupervisorCommands.words("grpwise", all));
    }

    private void isStopped(String fault) throws IOException {
        assertThat(run("start", "post.dom").exitCode()).as("nothing is started").isIn(2, 6);
        Outcome stop = run("stop", "post.dom");
        assertThat(stop.exitCode()).as(stop.errors()).isZero();
        assertThat(stop.output()).contains("Stopping [post.dom]").contains("done");
        assertThat(stop.errors()).contains(fault, "post.dom is stopped as far as it is known");
        Files.writeString(file, whole);
        assertThat(run("status", "post.dom").output()).contains("stopped");
    }

    @Test
    void aFaultOfAnotherAgentKeepsNobodyFromIt() throws IOException {
        Files.writeString(file, whole + "nonsense = 1\n");
        isStopped("[other] has no key 'nonsense'");
    }

    @Test
    void norDoesOneOfTheSettings() throws IOException {
        Files.writeString(file, whole.replace("[gwha]\n", "[gwha]\nport = many\n"));
        isStopped("port");
    }

    @Test
    void norDoesALineThatMakesNoSense() throws IOException {
        Files.writeString(file, whole.replace("[other]", "what is this\n[other"));
        isStopped("'what is this' is neither [section] nor key = value");
    }

    @Test
    void whatNeverRanIsNoObstacleForAnUnload() throws IOException {
        Files.writeString(file, whole + "nonsense = 1\n");
        Outcome stop = run("stop", "other");
        assertThat(stop.exitCode()).isZero();
        assertThat(stop.output()).contains("was not running");
        assertThat(stop.errors()).contains("[other] has no key 'nonsense'");
    }

    @Test
    void norDoesASectionThatIsGone() throws IOException {
        Files.writeString(file, whole.replace("[post.dom]", "[elsewhere]"));
        isStopped("there is no agent 'post.dom'");
    }

    @Test
    void whatNobodyKnowsIsStillAnError() throws IOException {
        Outcome unknown = run("stop", "post.domm");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors()).contains("there is no agent 'post.domm'").doesNotContain("as far as");
        Files.writeString(file, whole + "nonsense = 1\n");
        assertThat(run("stop").exitCode()).isEqualTo(6);
    }
}
