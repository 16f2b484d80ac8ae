package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A call makes the command that it names, and all of them where it names none.
final class CommandsTest {
    @Test
    void eachNameMakesTheCommandOfThatName() {
        List<String> made = new ArrayList<>(Main.commandLine("orion", Surroundings.ofProcess())
                .getSubcommands()
                .keySet());

        assertThat(made).containsExactlyElementsOf(Commands.NAMES);
        assertThat(Commands.NAMES).doesNotHaveDuplicates();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Commands.make("frobnicate"))
                .withMessageContaining("frobnicate");
    }

    @Test
    void onlyTheNamedOneIsMade() {
        assertThat(Commands.needed("status")).containsExactly("status");
        assertThat(Commands.needed("--dir", "apply", "status", "web", "--json")).containsExactly("status");
        assertThat(Commands.needed("--dir=/x", "-h", "node", "remove", "n1")).containsExactly("node");
    }

    @Test
    void whereNoneIsNamedThatThereIsAllAreMade() {
        assertThat(Commands.needed()).isEqualTo(Commands.NAMES);
        assertThat(Commands.needed("--help")).isEqualTo(Commands.NAMES);
        assertThat(Commands.needed("--dir", "status")).isEqualTo(Commands.NAMES);
        assertThat(Commands.needed("frobnicate", "status")).isEqualTo(Commands.NAMES);
        assertThat(Commands.needed("completion")).isEqualTo(Commands.NAMES);
    }

    @Test
    void theCompletionKnowsAllCommands() {
        String script = new CommandRun().run("completion").output();

        assertThat(Commands.NAMES).allMatch(script::contains);
    }
}
