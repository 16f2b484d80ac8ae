package orion.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import orion.node.api.ControlReply;
import orion.node.api.EditData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion diff -f FILE`: what applying a file would change; `orion diff N [M]`: what changed between two edits.
@Command(
        name = "diff",
        description = "Show what applying a file would change, or what changed since edit N, or from N to M.",
        footer = {"", "Exit code 5 says that there is a difference, 0 that there is none."})
final class DiffCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "compare what there is with this file; - for the input")
    private @Nullable Path file;

    @Option(names = "--prune", description = "as if resources that the file does not define were deleted")
    private boolean prune;

    @Parameters(arity = "0..2", paramLabel = "N", description = "numbers of edits; now where the second is left out")
    private List<String> edits = List.of();

    @Override
    public Integer call() throws CommandFailure {
        if ((file == null) == edits.isEmpty() || (prune && file == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "it is not clear what is to be compared: name a file with -f, perhaps with --prune, or one edit or"
                            + " two");
        }
        Call call = Call.of(spec);
        List<String> words = new ArrayList<>();
        if (file == null) {
            words.add("edits");
            edits.forEach(edit -> words.add(EditNumber.checked(spec, edit)));
        } else {
            DefinitionSource source = DefinitionSource.read(call, file);
            words.addAll(List.of("file", source.text(), source.name()));
            words.addAll(prune ? List.of("prune") : List.of());
        }
        ControlReply reply = call.client().require("diff", words);
        String difference = reply.edit().map(EditData::document).orElse("");
        if (format.json()) {
            format.write(reply);
        } else if (difference.isEmpty()) {
            call.screen().line(Screen.plain(reply.text()));
        } else {
            new EditReport(call, format).document(difference);
        }
        return difference.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
}
