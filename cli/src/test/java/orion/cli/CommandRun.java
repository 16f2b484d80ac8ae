package orion.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Runs commands of the command line inside the test and keeps what they wrote.
final class CommandRun {
    private final Map<String, String> environment = new TreeMap<>();
    private String name = "orion";
    private String input = "";
    private boolean terminal;
    private Path home = Path.of("/nonexistent");

    /// How a command ended.
    record Outcome(int exitCode, String output, String errors) {}

    /// Sets a variable of the environment.
    CommandRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// Calls the program by another name.
    CommandRun calledBy(String link) {
        name = link;
        return this;
    }

    /// Puts a person at a terminal who types this.
    CommandRun atTerminal(String typed) {
        terminal = true;
        input = typed;
        return this;
    }

    /// Says where what is shipped lies.
    CommandRun home(Path folder) {
        home = folder;
        return this;
    }

    /// Gives the command this input.
    CommandRun input(String text) {
        input = text;
        return this;
    }

    /// Runs the command.
    Outcome run(String... words) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        Surroundings surroundings = new Surroundings(
                environment,
                terminal,
                terminal,
                terminal,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                home);
        int exitCode = Main.commandLine(name, surroundings, words)
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words);
        return new Outcome(exitCode, output.toString(), errors.toString());
    }
}
