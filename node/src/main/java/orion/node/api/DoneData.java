package orion.node.api;

import io.avaje.jsonb.Json;
import java.util.Optional;

/// What the API answers when something was done.
///
/// @param text  one sentence: what was done
/// @param edit  of an edit: its number, and what it does to what runs
/// @param check of an edit: what it makes dangerous that was not before
@Json
public record DoneData(String text, Optional<EditData> edit, Optional<CheckData> check) {}
