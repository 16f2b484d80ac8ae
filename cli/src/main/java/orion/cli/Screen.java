package orion.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import orion.node.os.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Where people read: the output with colours when it is a terminal, and a line on the error stream that
/// shows progress and vanishes.
public final class Screen {
    /// What a piece of text is painted for.
    public enum Tone {
        GOOD("32"),
        BUSY("33"),
        BAD("31"),
        TITLE("1"),
        FAINT("2");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int USUAL_WIDTH = 80;
    private static final long ASK_WIDTH_MILLIS = 500;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Surroundings surroundings;
    private final boolean colours;

    private Screen(PrintWriter out, PrintWriter err, Surroundings surroundings) {
        this.out = out;
        this.err = err;
        this.surroundings = surroundings;
        boolean dumb = surroundings.variable("TERM").orElse("dumb").equals("dumb");
        this.colours = surroundings.outputIsTerminal()
                && !dumb
                && surroundings.variable("NO_COLOR").isEmpty();
    }

    /// The screen of a command.
    public static Screen of(CommandSpec command) {
        CommandLine line = command.commandLine();
        return new Screen(line.getOut(), line.getErr(), Surroundings.of(command));
    }

    /// Writes one line of output.
    ///
    /// @throws OutputClosed where nobody reads it
    public void line(String text) {
        out.println(text);
        if (out.checkError()) {
            throw new OutputClosed();
        }
    }

    /// Whether nobody reads the output any more: what waits for something to write would not notice otherwise.
    ///
    /// @throws OutputClosed where that is so
    void requireReader() {
        if (StandardOutput.hasNoReader()) {
            throw new OutputClosed();
        }
    }

    /// Writes one line to the error stream.
    public void errorLine(String text) {
        clearProgress();
        err.println(text);
        err.flush();
    }

    /// The text in colour, or as it is where there are no colours.
    public String paint(Tone tone, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }

    /// Shows what is being waited for; only people get to see it.
    public void progress(String text) {
        if (surroundings.errorIsTerminal()) {
            err.print("\r\u001b[K" + plain(text));
            err.flush();
        }
    }

    /// Removes the line of progress.
    public void clearProgress() {
        if (surroundings.errorIsTerminal()) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    /// How many columns a line may have; a program that reads gets everything.
    public int width() {
        if (!surroundings.outputIsTerminal()) {
            return UNLIMITED;
        }
        return surroundings
                .variable("COLUMNS")
                .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                .map(Integer::parseInt)
                .orElseGet(Screen::askWidth);
    }

    private static int askWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(ASK_WIDTH_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return USUAL_WIDTH;
            }
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            String columns = answer.substring(answer.indexOf(' ') + 1);
            return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
        } catch (IOException unknown) {
            return USUAL_WIDTH;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }

    /// Text of unknown origin on one line, without anything a terminal would obey.
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                plain.append("; ");
            } else {
                plain.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return plain.toString().strip();
    }
}
