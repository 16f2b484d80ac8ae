package orion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.api.EditData;
import orion.node.definition.DefinitionException;
import orion.node.definition.DefinitionValues;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion set RESOURCE KEY=VALUE…`: some values of one resource, all of them as one edit. What somebody else changes of
/// it
/// meanwhile is not undone by that: the edit is based on the definition that was read.
@Command(
        name = "set",
        description = "Change values of a resource, all of them or nothing.",
        footer = {"", "Example: orion set web priority=5 monitor.every=10"})
final class SetCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();
    private @Mixin EditOptions edit = new EditOptions();

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            completionCandidates = NamesToComplete.Resources.class,
            description = "its name")
    private String resource = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "as in a file, with dots between keys: monitor.every=10; KEY= for the usual value")
    private List<String> values = List.of();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Call call = Call.of(spec);
        List<String> words = new ArrayList<>(edit.words());
        EditData known = call.client()
                .require("export", List.of(resource))
                .edit()
                .orElseThrow(() -> new CommandFailure("the daemon of " + call.directory() + " exported nothing"));
        if (edit.basedOn().isEmpty()) {
            words.add("based-on=" + known.number());
        }
        new Definitions(call, format, changed(known.document()), "resource " + resource).apply(edit.dryRun(), words);
        return ExitCode.DONE;
    }

    private String changed(String definition) throws CommandFailure {
        try {
            return DefinitionValues.with(definition, resource, values);
        } catch (DefinitionException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
