package orion.sim;

/// A story's file cannot be understood; the message names file and line, what is wrong, and what to do.
final class StoryUnreadable extends RuntimeException {
    StoryUnreadable(String text) {
        super(text);
    }
}
