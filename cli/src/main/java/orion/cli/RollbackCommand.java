package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import orion.node.api.EditData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion rollback N`: shows what is different from what edit N led to, and goes back there with a new edit.
@Command(
        name = "rollback",
        description = "Go back to what the resources were after edit N; that is an edit like any other.")
final class RollbackCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin EditOptions edit = new EditOptions();

    @Parameters(index = "0", paramLabel = "N", description = "the number of the edit; 'orion history' lists them")
    private String number = "";

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        EditReport report = new EditReport(call, format);
        String there = EditNumber.checked(spec, number);
        ControlReply difference = call.client().require("diff", List.of("edits", "now", there));
        if (!format.json()) {
            report.document(difference.edit().map(EditData::document).orElse(""));
        }
        List<String> words = new ArrayList<>(List.of(there));
        words.addAll(edit.words());
        // What was shown is what is gone back from.
        if (edit.basedOn().isEmpty()) {
            difference.edit().ifPresent(shown -> words.add("based-on=" + shown.number()));
        }
        if (edit.dryRun()) {
            words.add("dry-run");
            report.tried("edit " + number, call.client().require("rollback", words));
        } else {
            report.made(call.client().require("rollback", words));
        }
        return ExitCode.DONE;
    }
}
