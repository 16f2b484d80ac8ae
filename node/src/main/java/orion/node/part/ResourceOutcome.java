package orion.node.part;

import java.time.Duration;
import java.util.Optional;

/// How loading, unloading or checking a whole resource ended.
///
/// @param ok whether every part succeeded
/// @param timedOut whether it took too long, so that it may be well
/// @param failedPart label of the first part that failed
/// @param reason one sentence, naming the failed part when there is one
/// @param outputTail last lines of the failed part's program, may be empty
/// @param stopped true when it is proved that nothing of the resource is active on this node; after a failed load or
///     unload this decides whether another node may be asked to run it
/// @param duration how long it took
public record ResourceOutcome(
        boolean ok,
        boolean timedOut,
        Optional<String> failedPart,
        String reason,
        String outputTail,
        boolean stopped,
        Duration duration) {}
