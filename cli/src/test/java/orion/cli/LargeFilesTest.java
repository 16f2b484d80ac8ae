package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.cli.CommandRun.Outcome;

/// Files of many resources go to the daemon and come back whole.
final class LargeFilesTest {
    private static final int RESOURCES = 400;
    /// Longer than what the JSON library reads unless told otherwise.
    private static final int LONG_TEXT = 33_000;

    private @TempDir Path folder = Path.of("");

    @Test
    void hundredsOfResourcesAreAppliedAndExported() throws Exception {
        Path node = folder.resolve("node");
        Outcome made = new CommandRun().run(OrionProcess.init(node, folder.resolve("board")));
        assertThat(made.exitCode()).as(made.errors()).isZero();
        String file = IntStream.range(0, RESOURCES)
                .mapToObj(
                        "  r%03d: {start: manual, parts: [{service: {command: [/bin/sleep, '1000']}}]}  # no more\n"
                                ::formatted)
                .collect(Collectors.joining("", "resources:\n", ""));
        assertThat(file).hasSizeGreaterThan(LONG_TEXT);
        Path definitions = Files.writeString(folder.resolve("many.yaml"), file);
        OrionProcess program = OrionProcess.usual();

        try (OrionProcess.Daemon _ = program.daemon(node)) {
            Outcome applied = program.run("apply", "-f", definitions.toString(), "--dir", node.toString());
            assertThat(applied.exitCode()).as(applied.errors()).isZero();
            Outcome exported = program.run("export", "--dir", node.toString());
            assertThat(exported.exitCode()).as(exported.errors()).isZero();
            assertThat(exported.output()).hasSizeGreaterThan(LONG_TEXT).contains("r000:", "r399:");
            Path copy = Files.writeString(folder.resolve("copy.yaml"), exported.output());
            Outcome difference = program.run("diff", "-f", copy.toString(), "--dir", node.toString());
            assertThat(difference.exitCode())
                    .as(difference.output() + difference.errors())
                    .isZero();
        }
    }
}
