package orion.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import orion.node.definition.Template;
import orion.node.definition.TemplateParameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `orion template show NAME`: what is to be filled in, and how.
@Command(name = "show", description = "Show what a template needs to become a resource.")
final class TemplateShowCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Parameters(
            paramLabel = "TEMPLATE",
            completionCandidates = NamesToComplete.Templates.class,
            description = "its name; 'orion template list' has them")
    private String name = "";

    @Override
    public Integer call() throws CommandFailure {
        Template template = Templates.named(Surroundings.of(spec), name);
        if (format.json()) {
            format.write(TemplateReport.of(template));
            return ExitCode.DONE;
        }
        Screen screen = Screen.of(spec);
        screen.line(template.name() + "  " + template.description());
        template.packages()
                .forEach((bundle, program) -> screen.line(
                        "needs %s on each of its nodes (Debian: apt install %s)".formatted(program, bundle)));
        screen.line("");
        Table table = new Table("Parameter", "Value", "What it is");
        for (TemplateParameter parameter : template.parameters()) {
            table.row(
                    0,
                    Screen.Tone.GOOD,
                    parameter.name(),
                    parameter
                            .usual()
                            .map(usual -> usual.isEmpty() ? "optional" : "usually " + usual)
                            .orElse("needed"),
                    parameter.description());
        }
        table.writeTo(screen);
        screen.line("");
        String words = template.parameters().stream()
                .filter(TemplateParameter::required)
                .map(it -> " " + it.name() + "=" + it.example())
                .collect(Collectors.joining());
        if (!template.before().isEmpty()) {
            screen.line("With an empty volume, once, on one node:");
            screen.line("  orion create RESOURCE --template " + template.name() + words + " --prepare | sh");
            screen.line("Then:");
        }
        screen.line("  orion create RESOURCE --template " + template.name() + words);
        return ExitCode.DONE;
    }
}
