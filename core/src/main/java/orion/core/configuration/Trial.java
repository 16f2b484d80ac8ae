package orion.core.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// That an edit is undone unless somebody confirms it in time. No clock is common to all nodes, so what is
/// agreed on is the time that is left, as for maintenance.
///
/// @param edit            its number; only tokens may have been removed since
/// @param withinMillis    how long it may take to confirm it
/// @param leftMillis      how much of that is left; with none, it is being undone
/// @param undoneBy        who asked to have it undone; empty where only the time is over
/// @param undoneAtSeconds when that was asked for, in seconds since 1970; for people only
/// @param obstacle        why it could not be undone when that was tried last, in a sentence; empty for nothing
/// @param undo            what undoes it
public record Trial(
        long edit,
        long withinMillis,
        long leftMillis,
        Optional<Author> undoneBy,
        long undoneAtSeconds,
        String obstacle,
        List<Change> undo) {
    /// Long enough for a person to look, short enough to remember it.
    public static final long SHORTEST_MILLIS = 10_000;

    public static final long LONGEST_MILLIS = 24 * 3_600_000L;
    private static final int LONGEST_OBSTACLE = 600;

    public Trial {
        if (edit < 1) {
            throw new IllegalArgumentException("edit " + edit + " cannot be on trial: they are counted from 1");
        }
        if (withinMillis < SHORTEST_MILLIS || withinMillis > LONGEST_MILLIS) {
            throw new IllegalArgumentException("an edit cannot be on trial for " + withinMillis + " ms");
        }
        if (leftMillis < 0 || leftMillis > withinMillis) {
            throw new IllegalArgumentException(
                    "of a trial of " + withinMillis + " ms there cannot be " + leftMillis + " ms left");
        }
        DefinitionRules.line("obstacle to undoing an edit", obstacle, LONGEST_OBSTACLE);
        undo = List.copyOf(undo);
    }

    /// Of an edit that leads from one configuration to the other, and is made now.
    public static Trial of(long withinMillis, ClusterConfiguration before, ClusterConfiguration after) {
        return new Trial(
                before.version() + 1, withinMillis, withinMillis, Optional.empty(), 0, "", undo(before, after));
    }

    /// What leads back from one configuration to the one before it. Each member works it out for itself, so
    /// that it need not be sent with every change. Nodes and tokens come and go in no edit on trial, so
    /// nothing here brings one back: whoever took a token away can rely on that.
    public static List<Change> undo(ClusterConfiguration before, ClusterConfiguration after) {
        List<Change> undo = new ArrayList<>();
        before.resources().values().stream()
                .filter(definition -> !definition.equals(after.resources().get(definition.name())))
                .forEach(definition -> undo.add(new Change.PutResource(definition)));
        after.resources().keySet().stream()
                .filter(name -> !before.resources().containsKey(name))
                .forEach(name -> undo.add(new Change.DeleteResource(name)));
        before.nodes().values().stream()
                .filter(node -> after.nodes().containsKey(node.id())
                        && !after.node(node.id()).capacity().equals(node.capacity()))
                .forEach(node -> undo.add(new Change.SetCapacity(node.id(), node.capacity())));
        return undo;
    }

    /// Whether what undoes it can be meant for that configuration: it is done without anybody's asking.
    public boolean fits(ClusterConfiguration configuration) {
        return undo.stream().allMatch(change -> switch (change) {
            case Change.PutResource _ -> true;
            case Change.DeleteResource(String name) -> configuration.resources().containsKey(name);
            case Change.SetCapacity set -> configuration.nodes().containsKey(set.node());
            case Change.AddNode _,
                    Change.RemoveNode _,
                    Change.PutToken _,
                    Change.RemoveToken _,
                    Change.Confirm _,
                    Change.Undo _ -> false;
        });
    }

    /// Whether the edit is to be undone now.
    public boolean isOver() {
        return leftMillis == 0;
    }

    /// So much time has passed.
    public Trial after(long millis) {
        return with(Math.max(0, leftMillis - millis), undoneBy, undoneAtSeconds, obstacle, undo);
    }

    /// Somebody wants it undone at once.
    public Trial undoneBy(Author author, long atSeconds) {
        return with(0, Optional.of(author), atSeconds, obstacle, undo);
    }

    /// It could not be undone, because of this.
    public Trial because(String why) {
        return with(
                leftMillis,
                undoneBy,
                undoneAtSeconds,
                why.length() <= LONGEST_OBSTACLE ? why : why.substring(0, LONGEST_OBSTACLE - 3) + "...",
                undo);
    }

    /// Undone by other changes.
    public Trial undoneThrough(List<Change> changes) {
        return with(leftMillis, undoneBy, undoneAtSeconds, obstacle, changes);
    }

    /// With everything that may yet be said of it, but why it cannot be undone: as large as it can become, whatever its
    /// number is.
    public Trial largest() {
        return new Trial(1, withinMillis, 0, Optional.of(Author.largest()), 0, "", undo);
    }

    private Trial with(long left, Optional<Author> author, long atSeconds, String why, List<Change> changes) {
        return new Trial(edit, withinMillis, left, author, atSeconds, why, changes);
    }
}
