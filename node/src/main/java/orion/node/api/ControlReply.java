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
/// @param refusal why it is not done, for programs: [#DENIED], [#WRONG], [#MISSING], [#UNAVAILABLE]; empty where
///               it is done, and where it does not go with how things stand
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
        Optional<AccessData> access,
        Optional<String> refusal) {
    /// The caller lacks a role.
    public static final String DENIED = "denied";
    /// What was sent makes no sense, however things stand.
    public static final String WRONG = "wrong";
    /// There is nothing of that name or number.
    public static final String MISSING = "missing";
    /// Not here or not now: this node is no member, or has not answered in time.
    public static final String UNAVAILABLE = "unavailable";

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
                Optional.empty(),
                Optional.empty());
    }

    private ControlReply(String text, Optional<KeysData> keys, Optional<PlannerData> planner, Optional<EditData> edit) {
        this(
                true,
                text,
                Optional.empty(),
                List.of(),
                keys,
                planner,
                edit,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Done, with what is told of keys.
    public static ControlReply of(String text, KeysData told) {
        return new ControlReply(text, Optional.of(told), Optional.empty(), Optional.empty());
    }

    /// Done, with what the planner says.
    public static ControlReply of(PlannerData told) {
        return new ControlReply("", Optional.empty(), Optional.of(told), Optional.empty());
    }

    /// Done, with what is told of edits.
    public static ControlReply of(String text, EditData told) {
        return new ControlReply(text, Optional.empty(), Optional.empty(), Optional.of(told));
    }

    /// Done, with what was found.
    public static ControlReply of(CheckData found) {
        return done("").with(found);
    }

    /// The same answer, with what was found besides; a refusal stays as it is.
    public ControlReply with(CheckData found) {
        return !done
                ? this
                : new ControlReply(
                        true, text, status, events, keys, planner, edit, Optional.of(found), access, refusal);
    }

    /// The same answer, with who may ask from elsewhere besides; a refusal stays as it is.
    public ControlReply with(AccessData told) {
        return !done
                ? this
                : new ControlReply(true, text, status, events, keys, planner, edit, check, Optional.of(told), refusal);
    }

    /// The same answer with a longer sentence; a refusal stays as it is.
    public ControlReply saying(String more) {
        return !done
                ? this
                : new ControlReply(true, text + more, status, events, keys, planner, edit, check, access, refusal);
    }

    /// Done, with a sentence.
    public static ControlReply done(String text) {
        return new ControlReply(true, text, Optional.empty(), List.of());
    }

    /// Not done, with the reason.
    public static ControlReply refused(String text) {
        return new ControlReply(false, text, Optional.empty(), List.of());
    }

    /// Not done, because the caller may not ask that.
    public static ControlReply denied(String text) {
        return refused(text).because(DENIED);
    }

    /// Not done, because what was sent makes no sense.
    public static ControlReply wrong(String text) {
        return refused(text).because(WRONG);
    }

    /// Not done, because there is no such thing.
    public static ControlReply missing(String text) {
        return refused(text).because(MISSING);
    }

    /// Not done, because this node cannot at the moment.
    public static ControlReply unavailable(String text) {
        return refused(text).because(UNAVAILABLE);
    }

    private ControlReply because(String reason) {
        return new ControlReply(done, text, status, events, keys, planner, edit, check, access, Optional.of(reason));
    }

    /// Whether the caller lacked a role.
    public boolean isDenied() {
        return refusal.equals(Optional.of(DENIED));
    }
}
