package orion.node.api;

import io.avaje.jsonb.Json;

/// What the API answers when something was not done.
///
/// @param error one sentence: what is wrong, and what to do
@Json
public record ErrorData(String error) {}
