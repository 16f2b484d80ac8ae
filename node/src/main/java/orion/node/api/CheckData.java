package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// Settings that are valid and dangerous.
///
/// @param number   the edit that made the cluster what was looked at, or the one that would
/// @param findings the worst first
/// @param unseen   what could not be looked at, a sentence each
@Json
public record CheckData(long number, List<FindingData> findings, List<String> unseen) {
    public CheckData {
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
    }

    /// A setting.
    ///
    /// @param rule     the rule that found it; its name never changes
    /// @param severity `danger`, `warning` or `advice`
    /// @param object   what it is about, such as `resource web`
    /// @param field    of its definition; empty where it is about the whole
    /// @param text     what is wrong and why
    /// @param cure     a command, or what to change
    @Json
    public record FindingData(String rule, String severity, String object, String field, String text, String cure) {}
}
