package orion.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A story as it stands in its file: what it is about, the script, a line of three dashes, and the transcript which its
/// run must produce. `sim/stories/README.md` describes it.
///
/// @param rules the rules of the protocol it shows at work, by the names of ARCHITECTURE.md
/// @param rows  the capabilities it shows, by the names of docs/capabilities.md
/// @param head  everything up to the dashes, as it stands there
record StoryFile(
        Path path,
        String title,
        SortedSet<String> rules,
        SortedSet<String> rows,
        StorySetting setting,
        List<StoryStep> steps,
        List<String> head,
        List<String> transcript) {
    private static final String DASHES = "---";
    private static final String RULES = "rules:";
    private static final String ROWS = "rows:";

    /// The name: that of the file without its end.
    String name() {
        return path.getFileName().toString().replaceAll("[.]txt$", "");
    }

    /// Reads a file.
    ///
    /// @throws StoryUnreadable where it is no story
    static StoryFile read(Path path) {
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException wrong) {
            throw new StoryUnreadable(path + " cannot be read: " + wrong.getMessage() + "; name a file with a story");
        }
        int end = lines.contains(DASHES) ? lines.indexOf(DASHES) : lines.size();
        int blank = lines.subList(0, end).indexOf("");
        if (blank < 1) {
            throw new StoryUnreadable(
                    path + ": a title, a line 'rules: ...', a line 'rows: ...' and an empty line" + " must come first");
        }
        List<String> header = lines.subList(0, blank);
        return read(path, header, lines, blank, end);
    }

    private static StoryFile read(Path path, List<String> header, List<String> lines, int blank, int end) {
        Optional<StorySetting> setting = Optional.empty();
        List<StoryStep> steps = new ArrayList<>();
        for (int i = blank + 1; i < end; i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                if (setting.isEmpty()) {
                    setting = Optional.of(StorySetting.read(line));
                } else {
                    int nodes = setting.get().plan().nodes();
                    steps.add(new StoryStep(i + 1, line, StoryScript.read(line, nodes)));
                }
            } catch (IllegalArgumentException wrong) {
                throw new StoryUnreadable(path + ":" + (i + 1) + ": '" + line + "': " + wrong.getMessage());
            }
        }
        if (setting.isEmpty() || steps.isEmpty()) {
            throw new StoryUnreadable(path + ": after the empty line there must be a line 'cluster of ...' and steps");
        }
        return new StoryFile(
                path,
                header.getFirst(),
                named(header, RULES),
                named(header, ROWS),
                setting.get(),
                List.copyOf(steps),
                List.copyOf(lines.subList(0, end)),
                List.copyOf(lines.subList(Math.min(end + 1, lines.size()), lines.size())));
    }

    private static SortedSet<String> named(List<String> header, String key) {
        SortedSet<String> names = new TreeSet<>();
        for (String line : header) {
            if (line.startsWith(key)) {
                String rest = line.substring(key.length()).strip();
                names.addAll(rest.isEmpty() ? List.of() : Arrays.asList(rest.split(" +")));
            }
        }
        return names;
    }

    /// Replaces the transcript.
    void rewrite(List<String> newTranscript) throws IOException {
        List<String> lines = new ArrayList<>(head);
        lines.add(DASHES);
        lines.addAll(newTranscript);
        Files.write(path, lines);
    }
}
