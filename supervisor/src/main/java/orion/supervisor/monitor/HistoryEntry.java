package orion.supervisor.monitor;

import io.avaje.jsonb.Json;

/// One line of the history.
///
/// @param time      as ISO 8601 has it
/// @param agent     its location
/// @param condition what it is from then on
/// @param sentence  why
@Json
public record HistoryEntry(String time, String agent, String condition, String sentence) {}
