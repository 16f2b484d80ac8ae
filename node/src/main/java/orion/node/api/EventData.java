package orion.node.api;

import io.avaje.jsonb.Json;

/// One line of the story of the cluster as this node saw it.
///
/// @param number counts this node's events
/// @param time   wall-clock time for people, ISO 8601 in UTC
/// @param node   who noted it
/// @param kind   MEMBERSHIP, SUSPICION, ARBITRATION, AUTHORITY, BOARD, RESOURCE, COMMAND or DAEMON
/// @param text   what happened
@Json
public record EventData(long number, String time, String node, String kind, String text) {}
