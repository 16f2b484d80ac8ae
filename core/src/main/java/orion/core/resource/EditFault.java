package orion.core.resource;

/// Why an edit cannot be made.
///
/// @param object what it is about, as in [orion.core.configuration.Change#object]; empty for the edit as a whole
/// @param field  the field of its definition that is to blame; empty for the object as a whole
/// @param text   a sentence for people
public record EditFault(String object, String field, String text) {}
