package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The command line as a whole: what it answers before any command does its work.
final class MainTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final CommandLine commandLine = Main.commandLine("orion", Surroundings.ofProcess())
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors));

    @Test
    void helpAndVersionGoToTheOutputAndSucceed() {
        assertThat(commandLine.execute("--help")).isZero();
        assertThat(commandLine.execute("--version")).isZero();

        assertThat(output.toString()).contains("Usage: orion", "\norion ");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void theHelpNamesWhatTheLauncherDoesAndWhatFollowsACommand() {
        commandLine.execute("--help");
        assertThat(output.toString()).contains("'orion test' runs everything").contains("COMMAND");
        commandLine.execute("demo", "--help");
        commandLine.execute("node", "--help");
        assertThat(output.toString()).contains("[restart NODE]", "[remove NODE]");
        assertThat(output.toString().indexOf("COMMAND"))
                .isEqualTo(output.toString().lastIndexOf("COMMAND"));
    }

    @Test
    void anUnknownCommandIsToldInOneSentence() {
        assertThat(commandLine.execute("frobnicate")).isEqualTo(2);

        assertThat(errors.toString()).isEqualTo("orion: there is no command 'frobnicate'; see orion --help.\n");
        assertThat(output.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsToldInOneSentence() {
        assertThat(commandLine.execute("--frobnicate")).isEqualTo(2);

        assertThat(errors.toString()).isEqualTo("orion: there is no option '--frobnicate'; see orion --help.\n");
    }

    @Test
    void aMissingCommandIsToldInOneSentence() {
        assertThat(commandLine.execute()).isEqualTo(2);

        assertThat(errors.toString()).isEqualTo("orion: a command is missing; see orion --help.\n");
    }

    @Test
    void aFailureIsToldWithoutItsTrace() {
        commandLine
                .addSubcommand("fail", new Failing())
                .setExecutionExceptionHandler(commandLine.getExecutionExceptionHandler())
                .setErr(new PrintWriter(errors));

        assertThat(commandLine.execute("fail")).isEqualTo(1);

        assertThat(errors.toString()).isEqualTo("orion: the board is gone.\n");
    }

    /// A command that cannot do its work.
    @CommandLine.Command(name = "fail")
    private static final class Failing implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("the board is gone");
        }
    }
}
