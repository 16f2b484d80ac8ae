package orion.cli;

import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import orion.node.api.EditData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion export [RESOURCE…]`: prints the definitions as `orion apply` takes them.
@Command(name = "export", description = "Print the definitions there are, as 'orion apply' takes them.")
final class ExportCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(arity = "0..*", paramLabel = "RESOURCE", description = "only these")
    private List<String> resources = List.of();

    @Override
    public Integer call() throws CommandFailure {
        Call call = Call.of(spec);
        ControlReply reply = call.client().require("export", resources);
        if (format.json()) {
            format.write(reply);
            return ExitCode.DONE;
        }
        EditData data = reply.edit()
                .orElseThrow(() -> new CommandFailure("the daemon of " + call.directory() + " exported nothing"));
        call.screen().line("# after edit " + data.number());
        new EditReport(call, format).document(data.document());
        return ExitCode.DONE;
    }
}
