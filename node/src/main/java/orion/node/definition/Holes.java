package orion.node.definition;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts values where `${name}` stands in a text, and the address alone where `${name.host}` stands for an address with
/// the length of its network. Values are taken as they are: nothing in them is a hole again.
record Holes(String template, Map<String, String> values) {
    private static final Pattern HOLE = Pattern.compile("\\$\\{([a-z][a-z0-9-]*)(\\.host)?}");
    /// Words that every shell takes as they are, quoted or not.
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]*");

    /// A line of shell. What a shell would not take literally is refused, because it runs as root.
    String filledForShell(String line) throws DefinitionException {
        for (Matcher matcher = HOLE.matcher(line); matcher.find(); ) {
            if (!PLAIN_WORD.matcher(valueOf(matcher.group(1))).matches()) {
                throw new DefinitionException(
                        "template " + template,
                        0,
                        matcher.group(1),
                        "its value has signs that a shell does not take as they are, so it cannot stand in a command;"
                                + " use letters, digits and @ % + = : , . / _ - only");
            }
        }
        return filled(line);
    }

    String filled(String text) throws DefinitionException {
        Matcher matcher = HOLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = valueOf(matcher.group(1));
            String part = matcher.group(2) == null ? value : value.replaceFirst("/.*", "");
            matcher.appendReplacement(filled, Matcher.quoteReplacement(part));
        }
        return matcher.appendTail(filled).toString();
    }

    String valueOf(String name) throws DefinitionException {
        String value = values.get(name);
        if (value == null) {
            throw new DefinitionException(
                    "template " + template, 0, "", "there is no parameter '" + name + "' for ${" + name + "}");
        }
        return value;
    }
}
