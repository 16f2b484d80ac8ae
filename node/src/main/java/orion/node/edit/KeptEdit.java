package orion.node.edit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import orion.core.configuration.Author;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.node.definition.DefinitionException;
import orion.node.definition.DefinitionWriter;
import orion.node.definition.Definitions;
import orion.node.definition.ResourceFile;

/// An edit as it lies in a file of the history: who did what, and the definitions it led to.
///
/// @param number   its number
/// @param author   who asked for it; empty for what this node found when it began to keep a history
/// @param atSeconds when, in seconds since 1970; 0 where that is not known
/// @param summary  what was done
/// @param document the definitions, as `orion apply` takes them
public record KeptEdit(long number, Optional<Author> author, long atSeconds, String summary, String document) {
    private static final String MARK = "# ";

    static KeptEdit of(Edit edit, ClusterConfiguration configuration) {
        return new KeptEdit(
                edit.number(),
                Optional.of(edit.author()),
                edit.atSeconds(),
                edit.summary(),
                DefinitionWriter.text(configuration));
    }

    /// What there is, where nobody knows who did it.
    static KeptEdit found(ClusterConfiguration configuration) {
        String summary = configuration.version() == 1 ? "the cluster was made" : "found when this history began";
        return new KeptEdit(
                configuration.version(), Optional.empty(), 0, summary, DefinitionWriter.text(configuration));
    }

    /// The definitions.
    public Definitions definitions() throws DefinitionException {
        return ResourceFile.read("edit " + number, document);
    }

    /// The same without what it led to.
    KeptEdit head() {
        return new KeptEdit(number, author, atSeconds, summary, "");
    }

    /// Whether another one of that number says the same of itself.
    boolean isThatOf(Optional<Edit> edit) {
        return edit.map(other -> author.equals(Optional.of(other.author())) && atSeconds == other.atSeconds())
                .orElse(true);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "edit", Long.toString(number));
        author.ifPresent(who -> {
            line(text, "by", who.user());
            line(text, "on", who.node());
            line(text, "remark", who.remark());
        });
        line(text, "at", Long.toString(atSeconds));
        line(text, "did", summary);
        return text + document;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(MARK).append(name).append(": ").append(value).append('\n');
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException with a sentence, where it is anything else
    static KeptEdit parse(String text) {
        Map<String, String> head = new LinkedHashMap<>();
        int at = 0;
        while (text.startsWith(MARK, at)) {
            int end = text.indexOf('\n', at);
            int colon = text.indexOf(": ", at);
            if (end < 0 || colon < 0 || colon > end) {
                throw new IllegalArgumentException("its head is damaged");
            }
            head.put(text.substring(at + MARK.length(), colon), text.substring(colon + 2, end));
            at = end + 1;
        }
        String user = head.getOrDefault("by", "");
        Optional<Author> author = user.isEmpty()
                ? Optional.empty()
                : Optional.of(new Author(user, head.getOrDefault("on", ""), head.getOrDefault("remark", "")));
        return new KeptEdit(
                number(head, "edit"), author, number(head, "at"), head.getOrDefault("did", ""), text.substring(at));
    }

    private static long number(Map<String, String> head, String name) {
        try {
            return Long.parseLong(head.getOrDefault(name, ""));
        } catch (NumberFormatException damaged) {
            throw new IllegalArgumentException("its head has no number '" + name + "'", damaged);
        }
    }
}
