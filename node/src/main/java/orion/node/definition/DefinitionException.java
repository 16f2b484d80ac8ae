package orion.node.definition;

/// A file of definitions cannot be accepted. The message is one sentence for people: file, line, field, what is
/// wrong.
public final class DefinitionException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    /// @param file  its name, as the reader of the message knows it
    /// @param line  counted from 1; 0 where no line is to blame
    /// @param field the path to the field from the top, empty for the file as a whole
    /// @param fault what is wrong and what is allowed, without the final full stop
    DefinitionException(String file, int line, String field, String fault) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + (field.isEmpty() ? "" : field + ": ") + fault + ".");
        this.line = line;
    }

    /// The line to blame, counted from 1; 0 where there is none.
    public int line() {
        return line;
    }
}
