package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import orion.node.api.EditData;
import orion.node.api.EditData.EntryData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion history`: who changed what, as the node knows it that is asked.
@Command(name = "history", description = "Tell who edited the cluster, when and what, as far as this node knows.")
final class HistoryCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlReply reply = call.client().require("history", List.of());
        List<EntryData> entries = reply.edit().map(EditData::history).orElse(List.of());
        if (format.json()) {
            format.writeAll(EntryData.class, entries);
            return ExitCode.DONE;
        }
        Table table = new Table("Edit", "When", "Who", "What");
        long next = entries.isEmpty() ? 0 : entries.getFirst().number();
        for (EntryData entry : entries) {
            if (entry.number() > next) {
                String gap = next == entry.number() - 1 ? Long.toString(next) : next + " to " + (entry.number() - 1);
                table.row(0, Screen.Tone.FAINT, gap, "-", "-", "not known on this node; ask on another one");
            }
            next = entry.number() + 1;
            table.row(
                    0,
                    entry.kept() ? Screen.Tone.TITLE : Screen.Tone.FAINT,
                    Long.toString(entry.number()),
                    entry.at().isEmpty() ? "-" : entry.at(),
                    who(entry),
                    entry.summary() + (entry.kept() ? "" : " (this node does not have what it led to)"));
        }
        table.writeTo(call.screen());
        return ExitCode.DONE;
    }

    private static String who(EntryData entry) {
        return entry.by().isEmpty()
                ? "-"
                : entry.by() + (entry.remark().isEmpty() ? "" : " (" + entry.remark() + ")") + " on " + entry.on();
    }
}
