package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Optional;

/// The daemon's answer to one request.
///
/// @param done   whether what was asked is done
/// @param text   one sentence: what was done, or what is wrong and what to do
/// @param status for `status` and its kin; also where the node has left and `done` is false, then with no nodes and no
///               resources, of which it sees nothing any more
/// @param events for `events`, oldest first
/// @param keys   for `keys`
/// @param planner for `explain` and `what-if`
/// @param edit   for what is about edits: `apply`, `check`, `export`, `diff`, `history`, `rollback` and `confirm`
/// @param check  for `lint`; of an edit, what it makes dangerous that was not before
/// @param access for `access-list` and `access-add`
@Json
public record ControlReply(
        boolean done,
        String text,
        Optional<StatusData> status,
        List<EventData> events,
        Optional<KeysData> keys,
        Optional<PlannerData> planner,
        Optional<EditData> edit,
        Optional<CheckData> check,
        Optional<AccessData> access) {
    public ControlReply {
        events = List.copyOf(events);
    }

    /// An answer about the cluster or what happened in it.
    public ControlReply(boolean done, String text, Optional<StatusData> status, List<EventData> events) {
        this(
                done,
                text,
                status,
                events,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Done, with what is told of keys.
    public static ControlReply of(String text, KeysData keys) {
        return new ControlReply(
                true,
                text,
                Optional.empty(),
                List.of(),
                Optional.of(keys),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Done, with what the planner says.
    public static ControlReply of(PlannerData planner) {
        return new ControlReply(
                true,
                "",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(planner),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Done, with what is told of edits.
    public static ControlReply of(String text, EditData edit) {
        return new ControlReply(
                true,
                text,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(edit),
                Optional.empty(),
                Optional.empty());
    }

    /// Done, with what was found.
    public static ControlReply of(CheckData check) {
        return done("").with(check);
    }

    /// The same answer, with what was found besides; a refusal stays as it is.
    public ControlReply with(CheckData found) {
        return !done
                ? this
                : new ControlReply(done, text, status, events, keys, planner, edit, Optional.of(found), access);
    }

    /// The same answer, with who may ask from elsewhere besides; a refusal stays as it is.
    public ControlReply with(AccessData told) {
        return !done
                ? this
                : new ControlReply(done, text, status, events, keys, planner, edit, check, Optional.of(told));
    }

    /// The same answer with a longer sentence; a refusal stays as it is.
    public ControlReply saying(String more) {
        return !done ? this : new ControlReply(done, text + more, status, events, keys, planner, edit, check, access);
    }

    /// Done, with a sentence.
    public static ControlReply done(String text) {
        return new ControlReply(true, text, Optional.empty(), List.of());
    }

    /// Not done, with the reason.
    public static ControlReply refused(String text) {
        return new ControlReply(false, text, Optional.empty(), List.of());
    }
}
