package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// What a user sees of templates, and of the resources that are made from them.
final class TemplateCommandsTest {
    private static final Path SHIPPED = Path.of(System.getProperty("orion.repository", ".."), "dist");
    private static final String VALUES = "device=/dev/sdz address=192.0.2.9/24";

    @TempDir
    private Path folder;

    private Outcome run(String line) {
        return new CommandRun()
                .home(SHIPPED)
                .with("ORION_TEMPLATES", folder.toString())
                .with("ORION_DIR", folder.toString())
                .run(line.split(" ", -1));
    }

    @Test
    void thoseThatAreShippedAreListed() {
        assertThat(run("template list").output()).contains("Template", "nginx", "postgresql", "generic-address");
        assertThat(run("template list --json").output())
                .startsWith("[{\"name\":\"apache2\"")
                .contains("\"packages\":{\"bind9\":\"/usr/sbin/named\"}");
    }

    @Test
    void theCommandsThatAreShownAreThoseThatWork() {
        String shown = run("template show nginx").output();
        String prepare = shown.lines()
                .filter(line -> line.endsWith("--prepare | sh"))
                .findFirst()
                .orElseThrow();
        String create = shown.lines().toList().getLast();

        Outcome prepared = run(words(prepare.replace(" | sh", "")));
        assertThat(prepared.exitCode()).isZero();
        assertThat(prepared.output())
                .startsWith(
                        "set -eu\nmkdir -p /srv/RESOURCE && mount -t ext4 /dev/disk/by-id/scsi-shared /srv/RESOURCE\n")
                .endsWith("umount /srv/RESOURCE\n");
        assertThat(run(words(create) + " --print").output())
                .startsWith(
                        "resources:\n  RESOURCE:\n    parts:\n    - volume: {device: '/dev/disk/by-id/scsi-shared'");
    }

    private static String words(String line) {
        return line.strip().replaceFirst("orion ", "");
    }

    @Test
    void whatIsMissingOrUnknownIsToldBeforeAnythingIsAsked() {
        assertThat(run("create web --template nginx device=/dev/sdz").errors())
                .contains("template nginx: it needs address; for example: address=10.0.0.20/24", "template show nginx");
        assertThat(run("create web --template nginx colour=red " + VALUES).errors())
                .contains("'colour' is not one of its parameters; they are device, type, mount, address");
        assertThat(run("create web --template ngnix " + VALUES).errors())
                .contains("there is no template 'ngnix'; there are apache2, bind9");
        assertThat(run("create web --template nginx device " + VALUES).exitCode())
                .isEqualTo(ExitCode.NOT_UNDERSTOOD);
        assertThat(run("create web --template nginx device=/dev/sda " + VALUES).errors())
                .contains("'device' is given twice");
        assertThat(run("create web --template nginx device=sdz address=192.0.2.9/24")
                        .errors())
                .contains("web from template nginx", "resources.web.parts[0]", "device of a volume");
    }

    @Test
    void whatIsOnlyPrintedIsCheckedToo() {
        for (String instead : List.of("--print", "--prepare")) {
            assertThat(run("create web --template nginx device=sdz address=192.0.2.9/24 " + instead)
                            .errors())
                    .contains("web from template nginx", "resources.web.parts[0]", "device of a volume");
            assertThat(run("create we/b --template nginx " + VALUES + " " + instead)
                            .output())
                    .isEmpty();
        }
        assertThat(run("create web --template nginx device=/dev/sd$(reboot) address=192.0.2.9/24 --prepare")
                        .errors())
                .contains("template nginx", "device", "signs that a shell does not take as they are");
    }

    @Test
    void anAdministratorsTemplateCountsMoreThanTheShippedOne() throws IOException {
        Files.writeString(folder.resolve("nginx.yaml"), """
                description: Ours
                packages: {lamp: /nonexistent/lamp}
                resource: {parts: [{service: {command: [/nonexistent/lamp]}}]}
                """);
        assertThat(run("template show nginx").output()).contains("nginx  Ours", "apt install lamp");
        Outcome created = run("create web --template nginx");
        assertThat(created.errors())
                .contains("resource web: /nonexistent/lamp is not on this node", "apt install lamp");
        assertThat(created.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void aFileThatIsNoTemplateIsToldWithItsPlace() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bad.yaml"), "description: Bad\nresource: {parts: [{address: \"${a}\"}]}\n");
        assertThat(run("template list").errors()).contains(file.toString(), "there is no parameter 'a'");
        Files.writeString(file, "description: Bad\nresource:\n  colour: red\n");
        assertThat(run("template list").errors()).contains(file.toString(), "'colour' is not known here");
    }

    @Test
    void theFunctionsForOldScriptsAreLinkedAndNothingElseIsReplaced() throws Exception {
        Path library = SHIPPED.resolve("ncs/ncsfuncs");
        Path place = folder.resolve("opt/lib/ncsfuncs");
        assertThat(run("ncsfuncs").output()).isEqualTo(library + "\n");
        assertThat(NcsfuncsCommand.linked(place, library)).isEqualTo("done");
        assertThat(Files.readString(place)).isEqualTo(Files.readString(library));
        assertThat(NcsfuncsCommand.linked(place, library)).isEqualTo("nothing to do");

        Files.delete(place);
        Files.writeString(place, "theirs");
        assertThat(catchThrowable(() -> NcsfuncsCommand.linked(place, library)))
                .hasMessageContaining("is there already and is not a link");
        assertThat(place).hasContent("theirs");

        Files.delete(place);
        Path theirs = Files.writeString(folder.resolve("theirs"), "");
        Files.createSymbolicLink(place, theirs);
        assertThat(catchThrowable(() -> NcsfuncsCommand.linked(place, library)))
                .hasMessageContaining("leads to " + theirs + ", which is not ours");
        assertThat(place).isSymbolicLink();

        // An older installation may have been somewhere else, and be gone.
        Files.delete(place);
        Files.createSymbolicLink(place, Path.of("/opt/orion-older/ncs/ncsfuncs"));
        assertThat(NcsfuncsCommand.linked(place, library)).isEqualTo("done");
    }
}
