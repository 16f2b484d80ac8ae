package orion.cli;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import orion.node.definition.Template;

/// A template, for programs.
///
/// @param packages Debian packages, each with the program of it that must be there
/// @param before   shell commands for before the first load, with holes
@Json
record TemplateReport(
        String name,
        String description,
        Map<String, String> packages,
        List<Parameter> parameters,
        List<String> before) {
    /// What a person fills in.
    ///
    /// @param usual what it is where nobody says otherwise; empty also where it is required
    @Json
    record Parameter(String name, boolean required, String description, String usual, String example) {}

    static TemplateReport of(Template template) {
        List<Parameter> parameters = template.parameters().stream()
                .map(it -> new Parameter(
                        it.name(), it.required(), it.description(), it.usual().orElse(""), it.example()))
                .toList();
        return new TemplateReport(
                template.name(), template.description(), template.packages(), parameters, template.before());
    }
}
