package orion.sim;

import java.util.Optional;

/// One step of a story.
///
/// @param line where it stands in the file, from 1
/// @param text as it stands there
record StoryStep(int line, String text, Act act) {
    /// What a step does to the stage.
    @FunctionalInterface
    interface Act {
        /// Does it, and tells of it.
        ///
        /// @return what went otherwise than the story says, if anything did
        Optional<String> on(StoryStage stage);
    }
}
