package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// A real daemon tells of settings that are valid and dangerous, and makes the edits that lead to them all the same.
final class CheckCommandTest {
    private static final String SOUND = "resources: {web: {parts: [{service: {command: [/bin/sleep, '100000']}}]}}\n";
    private static final String BAD = """
            resources:
              web:
                monitor: {restarts: 0, then: reboot}
                parts:
                  - service: {command: [/bin/sleep, '100000']}
              old:
                start: manual
                parts:
                  - script: {load: /bin/true, unload: /bin/true}
            """;

    private @TempDir Path folder = Path.of("");

    private Path directory() {
        return folder.resolve("node");
    }

    private Outcome run(String... words) {
        return new CommandRun().with("ORION_DIR", directory().toString()).run(words);
    }

    private String must(int exitCode, String... words) {
        Outcome outcome = run(words);
        assertThat(outcome.exitCode()).as("%s: %s", List.of(words), outcome).isEqualTo(exitCode);
        return outcome.output();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void whatIsDangerousIsToldBeforeAndAfterwardsAndRefusesNothing() throws Exception {
        assertThat(new CommandRun()
                        .run(OrionProcess.init(directory(), folder.resolve("board")))
                        .exitCode())
                .isZero();
        try (OrionProcess.Daemon _ = OrionProcess.usual().daemon(directory())) {
            String bad = file("bad.yaml", BAD);
            assertThat(must(0, "apply", "-f", file("sound.yaml", SOUND))).isEqualTo("edit 2: web created\n");
            assertThat(must(0, "check")).isEqualTo("No dangerous setting was found\n");

            assertThat(must(ExitCode.FOUND, "check", "-f", bad))
                    .startsWith("danger: resource web, monitor: one look that fails, or takes longer than 20 s,")
                    .contains(
                            "(reboot-at-once)\n  orion set web monitor.restarts=3\n",
                            "warning: resource old, parts: nobody notices",
                            "(unmonitored)\n");
            assertThat(must(ExitCode.FOUND, "check", "-f", bad, "old"))
                    .startsWith("warning: resource old")
                    .doesNotContain("web");
            assertThat(must(0, "apply", "--dry-run", "-f", bad))
                    .contains("web: changed", "danger: resource web, monitor", "warning: resource old, parts");
            assertThat(must(0, "check")).isEqualTo("No dangerous setting was found\n");

            assertThat(must(0, "apply", "-f", bad))
                    .contains("edit 3: web changed; old created\n", "danger: resource web, monitor")
                    .doesNotContain("unmonitored");
            assertThat(must(0, "apply", "--dry-run", "-f", file("more.yaml", BAD.replace("manual", "auto"))))
                    .as("what was dangerous before is no news")
                    .doesNotContain("danger")
                    .doesNotContain("warning");
            assertThat(must(ExitCode.FOUND, "check", "web", "--json"))
                    .startsWith("{\"number\":3,\"findings\":[{\"rule\":\"reboot-at-once\",\"severity\":\"danger\","
                            + "\"object\":\"resource web\",\"field\":\"monitor\",")
                    .doesNotContain("unmonitored");

            must(0, "set", "web", "monitor.restarts=3");
            assertThat(must(0, "check", "web")).isEqualTo("No dangerous setting was found\n");
            assertThat(must(1, "check", "wbe")).isEmpty();
            assertThat(run("check", "wbe").errors()).contains("there is no resource wbe; 'orion resources' lists");
            assertThat(run("check", "-f", file("none.yaml", SOUND.replace("web: {", "web: {after: [db], ")))
                            .errors())
                    .contains(
                            "none.yaml, line 1: resources.web.after: resource web comes after db, which there is not");

            must(0, "leave");
            assertThat(must(ExitCode.FOUND, "check"))
                    .contains(
                            "(unmonitored)",
                            "Not seen: node node1 is no member: this is the cluster after edit 4, the last");
        }
    }
}
