package orion.supervisor.monitor;

import io.avaje.jsonb.Json;

/// An agent as the console shows it to programs.
///
/// @param condition    `up`, `suspect`, `down`, `left alone`, `given up`, `unclear`, `warning`, `critical` or
///                     `unknown`
/// @param sinceSeconds for how long
/// @param attempts     how often it was started in vain by now
/// @param alarmed      whether persons were told that it needs one of them, and not yet that it is over
/// @param target       what is polled
@Json
public record StatusLine(
        String agent,
        String host,
        String condition,
        String detail,
        long sinceSeconds,
        int attempts,
        boolean alarmed,
        String target) {}
