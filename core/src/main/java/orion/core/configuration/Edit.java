package orion.core.configuration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is agreed on about an edit of the cluster objects, beside what they are since.
///
/// @param number    edits are counted from the making of the cluster, which is number 1
/// @param author    who asked for it
/// @param atSeconds when, in seconds since 1970 by the clock of the node that was asked; for people only
/// @param summary   what was done, in one line
/// @param touched   the objects it changed; empty where those are too many to name, so that it counts for all
public record Edit(long number, Author author, long atSeconds, String summary, List<String> touched) {
    public static final int LONGEST_SUMMARY = 120;
    public static final int MOST_TOUCHED = 4;
    /// A kind of object, and its name.
    private static final int LONGEST_OBJECT = 80;

    public Edit {
        if (number < 1) {
            throw new IllegalArgumentException("edit " + number + " is not possible: they are counted from 1");
        }
        DefinitionRules.line("summary of an edit", summary, LONGEST_SUMMARY);
        touched = List.copyOf(touched);
        DefinitionRules.count("objects of an edit", touched, 0, MOST_TOUCHED);
        touched.forEach(object -> DefinitionRules.filledLine("object of an edit", object, LONGEST_OBJECT));
    }

    /// An edit that changed these objects, however many, and did these things.
    public static Edit of(long number, Author author, long atSeconds, Stream<String> done, List<String> objects) {
        String all = done.collect(Collectors.joining(", "));
        return new Edit(
                number,
                author,
                atSeconds,
                all.length() <= LONGEST_SUMMARY ? all : all.substring(0, LONGEST_SUMMARY - 3) + "...",
                objects.size() <= MOST_TOUCHED ? objects : List.of());
    }

    /// Whether it may have changed this object.
    public boolean mayHaveChanged(String object) {
        return touched.isEmpty() || touched.contains(object);
    }

    /// The number, the author and the summary, for people.
    public String words() {
        return "edit " + number + " by " + author.words() + " (" + summary + ")";
    }
}
