package orion.cli;

import io.avaje.jsonb.Jsonb;
import java.util.List;
import orion.node.api.ControlReply;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Whether the output is for people or for programs.
final class FormatOptions {
    private static final Jsonb JSON = Jsonb.builder().build();

    private @Spec(Spec.Target.MIXEE) CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "print the data as JSON, for programs")
    private boolean json;

    /// Whether a program reads.
    boolean json() {
        return json;
    }

    /// Writes what the daemon answered: its sentence for people, all of it for programs.
    void write(ControlReply reply) {
        if (json) {
            Screen.of(command).line(JSON.toJson(reply));
        } else {
            Screen.of(command).line(Screen.plain(reply.text()));
        }
    }

    /// Tells on the error stream of something that was left out; the command goes on.
    void note(String sentence) {
        String where = Call.of(command).directory().toString();
        String text = json ? ErrorReport.of(sentence, where, ExitCode.DONE).json() : sentence;
        Screen.of(command).errorLine(text);
    }

    /// Writes a value as one line of JSON.
    void write(Object value) {
        Screen.of(command).line(JSON.toJson(value));
    }

    /// Writes a list of values as one line of JSON.
    <T> void writeAll(Class<T> type, List<T> values) {
        Screen.of(command).line(JSON.type(type).list().toJson(values));
    }
}
