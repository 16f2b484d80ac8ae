package orion.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import orion.node.api.PlannerData;
import orion.node.api.PlannerData.FateData;
import orion.node.api.PlannerData.LossData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion what-if [node-loss NODE]`: where each resource would go, and what would stay down, if a node were lost now;
/// of each member where none is named.
@Command(
        name = "what-if",
        description = "Tell what the loss of a node would do, or of each: where resources go, what stays down.")
final class WhatIfCommand implements Callable<Integer> {
    private static final String LOSS = "node-loss";

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(arity = "0..2", paramLabel = LOSS + " NODE", description = "only the loss of this node")
    private List<String> event = List.of();

    @Override
    public Integer call() throws CommandFailure {
        if (!event.isEmpty() && (event.size() != 2 || !event.getFirst().equals(LOSS))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "what may happen must be '" + LOSS + " NODE', not '" + String.join(" ", event) + "'");
        }
        Call call = Call.of(spec);
        List<LossData> losses = call.client()
                .require("what-if", event.isEmpty() ? List.of() : List.of(event.getLast()))
                .planner()
                .map(PlannerData::losses)
                .orElseThrow(() -> new CommandFailure("the daemon of " + call.directory() + " foretold nothing"));
        if (format.json()) {
            format.writeAll(LossData.class, losses);
        } else {
            write(call.screen(), losses);
        }
        return ExitCode.DONE;
    }

    private static void write(Screen screen, List<LossData> losses) {
        Table table = new Table("Lost", "Resource", "From", "Then", "After about", "Reason");
        for (LossData loss : losses) {
            for (FateData fate : loss.resources()) {
                table.row(
                        3,
                        fate.runs() ? Screen.Tone.GOOD : Screen.Tone.BAD,
                        loss.node(),
                        fate.resource(),
                        fate.from().isEmpty() ? "-" : fate.from(),
                        fate.state() + (fate.to().isEmpty() ? "" : " on " + fate.to()),
                        fate.expectedMillis() < 0
                                ? "-"
                                : String.format(Locale.ROOT, "%.1f s", fate.expectedMillis() / 1000.0),
                        fate.reason());
            }
            if (loss.resources().isEmpty()) {
                table.row(3, Screen.Tone.GOOD, loss.node(), "-", "-", "nothing changes", "-", "");
            }
        }
        table.writeTo(screen);
        for (LossData loss : losses) {
            loss.warnings().forEach(warning -> screen.line("without " + loss.node() + ": " + warning));
        }
    }
}
