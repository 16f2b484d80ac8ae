package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// What a user sees of the resource agents of a node.
final class OcfCommandsTest {
    private static final String DESCRIPTION = """
            <resource-agent name="Lamp"><shortdesc>A lamp</shortdesc><longdesc>Lights up.</longdesc><parameters>
            <parameter name="colour" required="1"><longdesc>Any.</longdesc><shortdesc>its colour</shortdesc>
            <content type="string"/></parameter>
            <parameter name="watts"><shortdesc>its power</shortdesc><content type="integer" default="40"/></parameter>
            </parameters></resource-agent>
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws IOException {
        agent("Lamp", "cat <<X\n" + DESCRIPTION + "X\n");
        agent("Mute", "exit 5\n");
        Files.writeString(folder.resolve("resource.d/test/README"), "no agent");
    }

    private void agent(String name, String text) throws IOException {
        Path agent = Files.createDirectories(folder.resolve("resource.d/test")).resolve(name);
        Files.writeString(agent, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(String... words) {
        return new CommandRun().with("OCF_ROOT", folder.toString()).run(words);
    }

    private Outcome apply(String part) throws IOException {
        Path file = Files.writeString(
                folder.resolve("lamp.yaml"), "resources:\n  lamp:\n    parts:\n      - ocf: " + part + "\n");
        return run("apply", "-f", file.toString(), "--dir", folder.toString());
    }

    @Test
    void theAgentsOfTheNodeAreListed() {
        assertThat(run("ocf", "list").output()).isEqualTo("ocf:test:Lamp\nocf:test:Mute\n");
        assertThat(run("ocf", "list", "--json").output()).isEqualTo("[\"ocf:test:Lamp\",\"ocf:test:Mute\"]\n");
    }

    @Test
    void whereThereAreNoneItIsToldHowToGetSome() {
        Outcome outcome = new CommandRun()
                .with("OCF_ROOT", folder.resolve("none").toString())
                .run("ocf", "list");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.errors()).contains("no resource agents below", "apt install resource-agents");
    }

    @Test
    void whatAnAgentCanBeToldIsShown() {
        assertThat(run("ocf", "show", "test:Lamp").output()).isEqualTo("""
                ocf:test:Lamp  A lamp
                  Lights up.

                colour (string, needed)  its colour
                  Any.

                watts (integer, usually 40)  its power
                """);
        assertThat(run("ocf", "show", "ocf:test:Lamp", "--json").output())
                .startsWith("{\"agent\":\"ocf:test:Lamp\",\"summary\":\"A lamp\"")
                .contains("{\"name\":\"watts\",\"required\":false,\"kind\":\"integer\",\"usual\":\"40\"");
    }

    @Test
    void whatIsNotThereOrSaysNothingIsNamed() {
        assertThat(run("ocf", "show", "test:Fan").errors())
                .contains("ocf:test:Fan is not on this node; install the package that brings " + folder);
        assertThat(run("ocf", "show", "test:Mute").errors()).contains("Mute meta-data failed with exit 5");
        Outcome unnamed = run("ocf", "show", "../Lamp");
        assertThat(unnamed.exitCode()).isEqualTo(ExitCode.NOT_UNDERSTOOD);
        assertThat(unnamed.errors()).contains("'../Lamp' is no agent: name a provider and a type");
    }

    @Test
    void applyRefusesWhatAnAgentDoesNotKnow() throws Exception {
        Outcome wrong = apply("{agent: test:Lamp, parameters: {color: red}}");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(wrong.errors())
                .contains("resource lamp: ocf:test:Lamp knows no parameter 'color'; it knows colour, watts;"
                        + " 'orion ocf show ocf:test:Lamp' explains them");

        assertThat(apply("{agent: test:Lamp, parameters: {watts: 5}}").errors())
                .contains("ocf:test:Lamp needs parameter 'colour': its colour");
    }

    @Test
    void whatIsGoodOrNotHereGoesOnToTheCluster() throws Exception {
        Outcome good = apply("{agent: test:Lamp, parameters: {colour: red}}");
        assertThat(good.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(good.errors()).doesNotContain("ocf:");

        Outcome elsewhere = apply("test:Fan");
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(elsewhere.errors())
                .contains("resource lamp: ocf:test:Fan is not on this node, so nobody has checked what it is told");
    }
}
