package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// What is told of edits of the cluster objects.
///
/// @param number   the newest edit, or the one that was made
/// @param document definitions as `orion apply` takes them, or a difference of two; empty where neither was asked for
/// @param effects  what an edit does to what runs
/// @param history  edits, the oldest first
@Json
public record EditData(long number, String document, List<EffectData> effects, List<EntryData> history) {
    public EditData {
        effects = List.copyOf(effects);
        history = List.copyOf(history);
    }

    /// What an edit does to a resource, or to a node that gets another capacity: then it is named `node NAME`.
    ///
    /// @param kind   `created`, `deleted`, `restarted`, `moved`, or `changed`: it runs on where it is
    /// @param effect in words that follow its name
    @Json
    public record EffectData(String resource, String kind, String effect) {}

    /// An edit.
    ///
    /// @param by      the user who asked for it; empty where that is not known
    /// @param on      the node that was asked
    /// @param remark  what the caller said of itself
    /// @param at      when, ISO 8601 in UTC, by the clock of that node; empty where that is not known
    /// @param summary what was done
    /// @param kept    whether the node that answers has what it led to, so that it can be compared and gone back to
    @Json
    public record EntryData(
            long number, String by, String on, String remark, String at, String summary, boolean kept) {}
}
