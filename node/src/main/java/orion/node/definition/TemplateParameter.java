package orion.node.definition;

import java.util.Optional;

/// A hole of a template that a person fills.
///
/// @param description what it means, in a few words
/// @param usual       what it is where nobody says otherwise; empty where it must be given
/// @param example     a value as it could be; may be empty
public record TemplateParameter(String name, String description, Optional<String> usual, String example) {
    /// Whether there is no resource without it.
    public boolean required() {
        return usual.isEmpty();
    }
}
