package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One line of the story of the cluster as this node saw it.
///
/// @param id     names the event: which run of the daemon noted it, a hyphen, and its number. Whoever has seen it can
///               go on after it; empty for events of releases that had none
/// @param number counts the events of one run of this node's daemon
/// @param time   wall-clock time for people, ISO 8601 in UTC
/// @param node   who noted it
/// @param kind   MEMBERSHIP, SUSPICION, ARBITRATION, AUTHORITY, BOARD, RESOURCE, COMMAND or DAEMON
/// @param text   what happened
@Json
public record EventData(String id, long number, String time, String node, String kind, String text) {
    public EventData(@Nullable String id, long number, String time, String node, String kind, String text) {
        this.id = Objects.requireNonNullElse(id, "");
        this.number = number;
        this.time = time;
        this.node = node;
        this.kind = kind;
        this.text = text;
    }
}
