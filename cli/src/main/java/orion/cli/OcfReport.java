package orion.cli;

import io.avaje.jsonb.Json;
import java.util.List;
import orion.node.ocf.OcfDescription;

/// What an agent says of itself, for programs.
@Json
record OcfReport(String agent, String summary, String text, List<Parameter> parameters) {
    /// What it can be told.
    ///
    /// @param usual empty where it says nothing
    @Json
    record Parameter(String name, boolean required, String kind, String usual, String summary, String text) {}

    static OcfReport of(OcfDescription description) {
        List<Parameter> parameters = description.parameters().stream()
                .map(it -> new Parameter(
                        it.name(), it.required(), it.kind(), it.usual().orElse(""), it.summary(), it.text()))
                .toList();
        return new OcfReport(description.agent(), description.summary(), description.text(), parameters);
    }
}
