package orion.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import orion.node.ocf.OcfAgent;
import orion.node.ocf.OcfDescription;
import orion.node.ocf.OcfDescription.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion ocf show NAME`: what an agent says of itself.
@Command(name = "show", description = "Show what a resource agent does and what it can be told.")
final class OcfShowCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(paramLabel = "AGENT", description = "provider and type, for example heartbeat:IPaddr2")
    private String name = "";

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        OcfAgent agent = OcfAgent.named(OcfCommand.root(Surroundings.of(spec)), name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "'" + Screen.plain(name)
                                + "' is no agent: name a provider and a type, for example heartbeat:IPaddr2"));
        if (!agent.isInstalled()) {
            throw new CommandFailure("%s is not on this node; %s, or see 'orion ocf list'"
                    .formatted(Screen.plain(agent.name()), Screen.plain(agent.cure())));
        }
        OcfDescription description;
        try {
            description = agent.description();
        } catch (IOException silent) {
            throw new CommandFailure(String.valueOf(silent.getMessage()), silent);
        }
        if (format.json()) {
            format.write(OcfReport.of(description));
        } else {
            show(Screen.of(spec), description);
        }
        return ExitCode.DONE;
    }

    private static void show(Screen screen, OcfDescription description) {
        screen.line(screen.paint(Screen.Tone.TITLE, Screen.plain(description.agent())) + "  "
                + Screen.plain(description.summary()));
        description.text().lines().forEach(line -> screen.line(("  " + Screen.plain(line)).stripTrailing()));
        for (Parameter parameter : description.parameters()) {
            String usual = parameter.usual().map(value -> ", usually " + value).orElse("");
            String kind = "(" + parameter.kind() + (parameter.required() ? ", needed" : "") + usual + ")";
            screen.line("");
            screen.line(screen.paint(Screen.Tone.TITLE, Screen.plain(parameter.name())) + " "
                    + Screen.plain(kind + "  " + parameter.summary()));
            parameter.text().lines().forEach(line -> screen.line(("  " + Screen.plain(line)).stripTrailing()));
        }
    }
}
