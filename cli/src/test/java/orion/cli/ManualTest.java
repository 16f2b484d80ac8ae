package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import orion.core.lint.Lint;
import orion.node.definition.ResourceFile;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The manual tells of every command and option there is, and its examples work.
final class ManualTest {
    private static final Path MANUAL = Path.of(System.getProperty("orion.repository", ".."), "docs", "manual");
    private static final List<String> TOLD_ONCE = List.of("--help", "-h", "--version", "-V", "--dir");

    private static String page(String name) throws IOException {
        return Files.readString(MANUAL.resolve(name));
    }

    @Test
    void everyCommandAndOptionIsInTheManual() throws Exception {
        String manual = page("commands.md");
        List<String> untold = new ArrayList<>();
        addUntold(Main.commandLine("orion", Surroundings.ofProcess()), "orion", manual, untold);

        assertThat(untold).isEmpty();
        assertThat(manual).contains(TOLD_ONCE.get(0), TOLD_ONCE.get(2), TOLD_ONCE.get(4));
    }

    private static void addUntold(CommandLine command, String name, String manual, List<String> untold) {
        if (command.getSubcommands().isEmpty() && !manual.contains("`" + name)) {
            untold.add(name);
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            for (String word : option.names()) {
                if (!option.hidden() && !TOLD_ONCE.contains(word) && !manual.contains(word)) {
                    untold.add(name + " " + word);
                }
            }
        }
        command.getSubcommands().forEach((word, sub) -> addUntold(sub, name + " " + word, manual, untold));
    }

    @Test
    void sbdutilIsInTheManual() throws Exception {
        String manual = page("commands.md");
        for (OptionSpec option : Main.commandLine("sbdutil", Surroundings.ofProcess())
                .getCommandSpec()
                .options()) {
            if (!TOLD_ONCE.contains(option.shortestName())) {
                assertThat(manual).containsPattern("[ `]" + option.shortestName() + "[ `]");
            }
        }
    }

    @Test
    void theTutorialsResourceIsAccepted() throws Exception {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page("tutorial.md"));

        assertThat(example.find()).isTrue();
        assertThat(ResourceFile.parse("tutorial.md", example.group(1)))
                .singleElement()
                .satisfies(resource -> assertThat(resource.parts()).hasSize(3));
    }

    @Test
    void theExitCodesAreThoseOfTheProgram() throws Exception {
        assertThat(page("commands.md"))
                .contains(
                        "| " + ExitCode.DONE + " | done",
                        "| " + ExitCode.FAILED + " | refused or failed",
                        "| " + ExitCode.NOT_UNDERSTOOD + " | the command line is not understood",
                        "| " + ExitCode.UNREACHABLE + " | no daemon answers",
                        "| " + ExitCode.WAITED_IN_VAIN + " | accepted, but not finished",
                        "| " + ExitCode.DIFFERENT + " | what was compared is different",
                        "| " + ExitCode.FOUND + " | what was looked at is dangerous");
    }

    @Test
    void theRulesOfTheLintAreThoseOfTheProgram() throws Exception {
        List<String> rows =
                page("check.md").lines().filter(line -> line.startsWith("| `")).toList();

        assertThat(rows)
                .containsExactlyElementsOf(Lint.rules().stream()
                        .map(rule -> "| `%s` | %s | %s | %s |"
                                .formatted(rule.name(), rule.severity().word(), rule.why(), rule.cure()))
                        .toList());
    }
}
