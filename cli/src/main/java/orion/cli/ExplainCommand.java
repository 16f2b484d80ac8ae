package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.PlannerData;
import orion.node.api.PlannerData.ExplanationData;
import orion.node.api.PlannerData.OptionData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion explain RESOURCE`: why it is where it is, why not on each of the other nodes, and what would have to change.
@Command(
        name = "explain",
        description = "Tell why a resource is where it is, why it is nowhere else, and what would have to change.")
final class ExplainCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name")
    private String resource = "";

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ExplanationData told = call.client()
                .require("explain", List.of(resource))
                .planner()
                .flatMap(PlannerData::explanation)
                .orElseThrow(() -> new CommandFailure("the daemon of " + call.directory() + " explained nothing"));
        if (format.json()) {
            format.write(told);
        } else {
            write(call.screen(), told);
        }
        return ExitCode.DONE;
    }

    private static void write(Screen screen, ExplanationData told) {
        boolean there = told.nodes().stream()
                .anyMatch(node -> node.taken() && node.kind().equals("there"));
        screen.line(Screen.plain(
                told.resource() + " is " + told.state() + (there ? " on " + told.node() : "") + ": " + told.reason()));
        screen.line(Screen.plain("Now: " + told.now()));
        Table table = new Table("Node", "Taken", "To have it there", "Reason");
        for (OptionData node : told.nodes()) {
            table.row(
                    1,
                    node.taken() ? Screen.Tone.GOOD : Screen.Tone.FAINT,
                    node.node(),
                    node.taken() ? "yes" : "no",
                    steps(node),
                    node.taken() ? node.reason() : node.node() + " " + node.reason());
        }
        table.writeTo(screen);
    }

    private static String steps(OptionData node) {
        if (!node.possible()) {
            return "no way is known";
        }
        return node.steps().isEmpty() ? "-" : String.join(", then ", node.steps());
    }
}
