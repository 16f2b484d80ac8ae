package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import orion.cli.supervisor.SupervisorCommands;
import picocli.CommandLine.Model.OptionSpec;

/// The page about agents tells of every program of the supervisor and of every option.
final class AgentManualTest {
    @Test
    void everyProgramAndOptionIsInTheManual() throws Exception {
        String manual =
                Files.readString(Path.of(System.getProperty("orion.repository", ".."), "docs", "manual", "agents.md"));
        List<String> untold = new ArrayList<>();
        for (String name : SupervisorCommands.NAMES) {
            if (!manual.contains("`" + name + "`")) {
                untold.add(name);
            }
            for (OptionSpec option : Main.commandLine(name, Surroundings.ofProcess())
                    .getCommandSpec()
                    .options()) {
                boolean common = option.usageHelp() || option.versionHelp();
                if (!common && !manual.contains(option.longestName())) {
                    untold.add(name + " " + option.longestName());
                }
            }
        }

        assertThat(untold).isEmpty();
    }

    @Test
    void otherNamesAreTheUsualProgram() {
        assertThat(SupervisorCommands.commandLine("orion", Surroundings.ofProcess()))
                .isEmpty();
        assertThat(SupervisorCommands.words("orion", "\u2014show")).containsExactly("\u2014show");
        assertThat(SupervisorCommands.words("gwmon", "\u2013hauser", "\u2014", "a\u2014b"))
                .containsExactly("--hauser", "\u2014", "a\u2014b");
    }
}
