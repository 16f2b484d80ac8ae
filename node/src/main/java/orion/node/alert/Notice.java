package orion.node.alert;

/// What a person is told by mail. Mail is read by others on its way, so nothing of what programs print is in it.
///
/// @param subject what happened, in a few words
/// @param text    the same in a sentence, with where to look
public record Notice(String subject, String text) {}
