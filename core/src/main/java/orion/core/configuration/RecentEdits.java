package orion.core.configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The edits that were made last, as all members agree: so whoever edits what somebody else has changed meanwhile can
/// be told who, and a node that was away can tell what it has missed.
///
/// @param edits one after the other without gaps, the newest last
/// @param trial that one, or one before, is undone unless somebody confirms it
public record RecentEdits(List<Edit> edits, Optional<Trial> trial) {
    public static final int MOST = 6;
    public static final RecentEdits NONE = new RecentEdits(List.of(), Optional.empty());

    public RecentEdits {
        edits = List.copyOf(edits);
        DefinitionRules.count("the edits made last", edits, 0, MOST);
        if (trial.isPresent() && edits.isEmpty()) {
            throw new IllegalArgumentException("no edit is known, and one is on trial");
        }
        if (trial.isPresent() && trial.get().edit() > edits.getLast().number()) {
            throw new IllegalArgumentException("edit " + trial.get().edit() + " is on trial, and the newest is edit "
                    + edits.getLast().number());
        }
        for (int i = 1; i < edits.size(); i++) {
            if (edits.get(i).number() != edits.get(i - 1).number() + 1) {
                throw new IllegalArgumentException("edit " + edits.get(i).number() + " does not follow edit "
                        + edits.get(i - 1).number());
            }
        }
    }

    /// With one more, which is not on trial; the oldest is forgotten where they are too many.
    public RecentEdits with(Edit next) {
        List<Edit> all = new ArrayList<>(edits);
        all.add(next);
        return new RecentEdits(all.size() <= MOST ? all : all.subList(1, all.size()), Optional.empty());
    }

    /// With an edit on trial, or none.
    public RecentEdits with(Optional<Trial> next) {
        return new RecentEdits(edits, next);
    }

    public Optional<Edit> newest() {
        return edits.isEmpty() ? Optional.empty() : Optional.of(edits.getLast());
    }

    /// The one of that number for people, of which nobody may know more than its number any more.
    public String words(long number) {
        return edits.stream()
                .filter(edit -> edit.number() == number)
                .map(Edit::words)
                .findFirst()
                .orElse(Change.edit(number));
    }

    /// Those after that one; empty where not all of them are known any more.
    public Optional<List<Edit>> since(long number) {
        List<Edit> later = edits.stream().filter(edit -> edit.number() > number).toList();
        return later.size() < edits.size()
                        || (!edits.isEmpty() && edits.getFirst().number() == number + 1)
                ? Optional.of(later)
                : Optional.empty();
    }

    /// As many as there can be, as large as each can be: how much room they need at most.
    public static RecentEdits largest() {
        String object = Change.resource("x".repeat(DefinitionRules.LONGEST_NAME));
        List<String> touched = Collections.nCopies(Edit.MOST_TOUCHED, object);
        RecentEdits all = NONE;
        for (int number = 1; number <= MOST; number++) {
            all = all.with(new Edit(number, Author.largest(), 0, wide(Edit.LONGEST_SUMMARY), touched));
        }
        return all;
    }

    /// Text whose characters take two bytes each.
    private static String wide(int length) {
        return "\u0416".repeat(length);
    }
}
