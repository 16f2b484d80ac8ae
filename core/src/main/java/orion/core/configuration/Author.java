package orion.core.configuration;

/// Who asked for an edit.
///
/// @param user   the user of the operating system, as the kernel of that node knows the caller; or what did it
/// @param node   the node that was asked
/// @param remark what the caller says of itself besides, such as who became root; empty for nothing
public record Author(String user, String node, String remark) {
    /// The longest name of a user, and the longest remark.
    public static final int LONGEST = 40;

    public Author {
        DefinitionRules.filledLine("author of an edit", user, LONGEST);
        DefinitionRules.name("node of the author of an edit", node);
        DefinitionRules.line("remark of the author of an edit", remark, LONGEST);
    }

    /// One that needs the most room.
    static Author largest() {
        String wide = "\u0416".repeat(LONGEST);
        return new Author(wide, "x".repeat(DefinitionRules.LONGEST_NAME), wide);
    }

    /// For people.
    public String words() {
        return user + (remark.isEmpty() ? "" : " (" + remark + ")") + " on " + node;
    }
}
