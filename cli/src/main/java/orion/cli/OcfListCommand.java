package orion.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import orion.node.ocf.OcfAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion ocf list`: one agent in a line.
@Command(name = "list", description = "List the resource agents of this node.")
final class OcfListCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws CommandFailure {
        Path root = OcfCommand.root(Surroundings.of(spec));
        List<String> names;
        try {
            names = OcfAgent.all(root).stream().map(OcfAgent::name).toList();
        } catch (IOException unreadable) {
            throw new CommandFailure("the agents below " + root + " cannot be read: " + unreadable, unreadable);
        }
        if (format.json()) {
            format.writeAll(String.class, names);
            return ExitCode.DONE;
        }
        if (names.isEmpty()) {
            throw new CommandFailure("there are no resource agents below " + root
                    + "; install some, on Debian with: apt install resource-agents");
        }
        names.forEach(name -> Screen.of(spec).line(Screen.plain(name)));
        return ExitCode.DONE;
    }
}
