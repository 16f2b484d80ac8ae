package orion.core.lint;

/// A setting that is valid and dangerous.
///
/// @param rule     the name of the rule that found it, which never changes
/// @param severity how bad it is
/// @param object   what it is about, such as `resource web`
/// @param field    of its definition; empty where it is about the object as a whole
/// @param text     what is wrong and why, in a sentence without its stop
/// @param cure     a command, or what to change
public record Finding(String rule, Severity severity, String object, String field, String text, String cure) {}
