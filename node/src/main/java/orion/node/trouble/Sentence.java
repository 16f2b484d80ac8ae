package orion.node.trouble;

import java.util.List;

/// Sentences that become part of longer ones.
public final class Sentence {
    /// Words that have a capital only because they begin a sentence; anything else may be somebody's name.
    private static final List<String> BEGINNINGS =
            List.of("A", "All", "Another", "Node", "Something", "That", "The", "There", "This", "What", "Whether");

    private Sentence() {}

    /// The sentence without its capital and its stop.
    public static String continued(String sentence) {
        int blank = sentence.indexOf(' ');
        boolean plain = blank > 0 && BEGINNINGS.contains(sentence.substring(0, blank));
        String begun = plain ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
        return begun.endsWith(".") ? begun.substring(0, begun.length() - 1) : begun;
    }

    /// The sentence with its stop; a question has its own.
    public static String ended(String sentence) {
        return sentence.endsWith("?") ? sentence : sentence + ".";
    }
}
