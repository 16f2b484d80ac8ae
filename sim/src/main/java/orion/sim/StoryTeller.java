package orion.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs stories, and compares what they tell with the transcripts in their files.
final class StoryTeller {
    private static final int NEIGHBOURS = 3;

    private StoryTeller() {}

    /// What came of a run.
    ///
    /// @param failure what went otherwise than the script says, or which invariant broke; empty where all went well
    record Outcome(Optional<String> failure, List<String> transcript) {}

    /// The stories of a folder, by name; or the one in the file.
    ///
    /// @throws StoryUnreadable where there are none
    static List<StoryFile> read(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(StoryFile.read(place));
        }
        List<StoryFile> stories = new ArrayList<>();
        try (Stream<Path> files = Files.list(place)) {
            files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .forEach(file -> stories.add(StoryFile.read(file)));
        } catch (IOException wrong) {
            throw new StoryUnreadable(place + " cannot be listed: " + wrong.getMessage());
        }
        if (stories.isEmpty()) {
            throw new StoryUnreadable("there is no story in " + place + "; stories are files whose names end in .txt");
        }
        return stories;
    }

    /// Runs the script of a story.
    static Outcome run(StoryFile story) {
        return run(story, new StoryStage(story.setting().plan()));
    }

    /// Runs the script of a story on a stage that was made for it.
    static Outcome run(StoryFile story, StoryStage stage) {
        Optional<String> failure;
        try {
            failure = play(story, stage);
        } catch (InvariantBroken broken) {
            failure = Optional.of(broken.invariant() + ": " + broken.getMessage());
        } catch (RuntimeException broken) {
            failure = Optional.of("the core broke: " + broken + " at "
                    + List.of(broken.getStackTrace()).subList(0, Math.min(4, broken.getStackTrace().length)));
        }
        return new Outcome(failure, stage.told());
    }

    private static Optional<String> play(StoryFile story, StoryStage stage) {
        Optional<String> start = story.setting().on(stage);
        if (start.isPresent()) {
            return Optional.of("the cluster does not start: " + start.get());
        }
        for (StoryStep step : story.steps()) {
            Optional<String> instead = step.act().on(stage);
            if (instead.isPresent()) {
                return Optional.of("line " + step.line() + ", '" + step.text() + "': " + instead.get());
            }
        }
        return Optional.empty();
    }

    /// Runs a story and compares.
    ///
    /// @return what is wrong, in one or more lines
    static Optional<String> check(StoryFile story) {
        Outcome outcome = run(story);
        return outcome.failure()
                .map(text -> text + tail(outcome.transcript()))
                .or(() -> difference(story, outcome.transcript()));
    }

    /// Runs a story and makes what it tells its transcript, unless it went otherwise than the script says.
    static Optional<String> rewrite(StoryFile story) throws IOException {
        Outcome outcome = run(story);
        if (outcome.failure().isEmpty()) {
            story.rewrite(outcome.transcript());
        }
        return outcome.failure().map(text -> text + tail(outcome.transcript()));
    }

    private static String tail(List<String> told) {
        int from = Math.max(0, told.size() - 4 * NEIGHBOURS);
        return "\n" + String.join("\n", told.subList(from, told.size()));
    }

    /// The first difference between transcript and run, with the lines around it.
    private static Optional<String> difference(StoryFile story, List<String> told) {
        List<String> expected = story.transcript();
        int at = 0;
        while (at < expected.size() && at < told.size() && expected.get(at).equals(told.get(at))) {
            at++;
        }
        if (at == expected.size() && at == told.size()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("it runs otherwise than line ")
                .append(story.head().size() + 2 + at)
                .append(" of its file says");
        expected.subList(Math.max(0, at - NEIGHBOURS), at)
                .forEach(line -> text.append("\n  ").append(line));
        excerpt(expected, at).forEach(line -> text.append("\n- ").append(line));
        excerpt(told, at).forEach(line -> text.append("\n+ ").append(line));
        return Optional.of(text.toString());
    }

    private static List<String> excerpt(List<String> lines, int from) {
        return from == lines.size()
                ? List.of("(the end)")
                : lines.subList(from, Math.min(lines.size(), from + NEIGHBOURS));
    }
}
