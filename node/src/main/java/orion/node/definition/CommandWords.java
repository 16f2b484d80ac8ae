package orion.node.definition;

import java.util.ArrayList;
import java.util.List;

/// A command written as one line, taken apart into its words. Quotes and backslashes protect blanks as in a
/// shell, and nothing else of a shell is there: no variables, no patterns, no pipes. Whoever needs those
/// names a shell.
final class CommandWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private CommandWords(String text) {
        this.text = text;
    }

    /// The words of the line.
    ///
    /// @throws IllegalArgumentException where a quote is not closed or nothing follows a backslash
    static List<String> of(String line) {
        CommandWords words = new CommandWords(line);
        words.read();
        return List.copyOf(words.words);
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                endWord();
                at++;
            } else if (c == '\'' || c == '"') {
                at = quoted(at, c);
            } else if (c == '\\') {
                at = escaped(at);
            } else {
                add(c);
                at++;
            }
        }
        endWord();
    }

    private int quoted(int start, char quote) {
        inWord = true;
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            if (quote == '"' && text.charAt(at) == '\\') {
                at = escaped(at);
            } else {
                add(text.charAt(at));
                at++;
            }
        }
        if (at >= text.length()) {
            throw new IllegalArgumentException("the quote " + quote + " is opened and never closed");
        }
        return at + 1;
    }

    private int escaped(int at) {
        if (at + 1 >= text.length()) {
            throw new IllegalArgumentException("nothing follows the backslash at the end");
        }
        add(text.charAt(at + 1));
        return at + 2;
    }

    private void add(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
