package orion.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One rule of the core, broken on purpose: a file of `sim/src/test/resources/mutants` with lines of `name: text`.
///
/// @param name     of the file
/// @param rule     the rule it breaks, as named in ARCHITECTURE.md
/// @param file     the source file, below the core's package
/// @param original what stands there exactly once
/// @param mutated  what stands there instead
/// @param command  the command of the simulator that must notice it
/// @param symptom  what that command then prints
record CoreMutant(
        String name, String rule, String file, String original, String mutated, String command, Pattern symptom) {
    private static final Path FOLDER = Path.of("src/test/resources/mutants");
    private static final List<String> FIELDS = List.of("rule", "file", "original", "mutated", "caught");
    private static final Pattern BY_STORY = Pattern.compile("by story ([a-z0-9-]+)");
    private static final Pattern BY_SEED = Pattern.compile("([A-Za-z]+) by seed ([0-9]+)");
    /// Among so many seeds, one will show it even when the protocol has changed.
    private static final Pattern BY_SEEDS = Pattern.compile("([A-Za-z]+) by one of ([0-9]+) seeds from ([0-9]+)");
    private static final Pattern BY_SEARCH = Pattern.compile("by search of ([a-z-]+) to depth ([0-9]+)");

    /// All of them, by name.
    static List<CoreMutant> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(CoreMutant::read).toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static CoreMutant read(Path path) {
        Map<String, String> fields = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(path)) {
                int colon = Math.max(0, line.indexOf(": "));
                fields.put(line.substring(0, colon), line.substring(colon).replaceFirst("^: ", ""));
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        String caught = fields.getOrDefault("caught", "");
        Optional<Catch> how = Catch.read(caught);
        if (how.isEmpty() || !fields.keySet().equals(Set.copyOf(FIELDS))) {
            throw new IllegalArgumentException(path + " needs " + FIELDS + ", the last as 'by story NAME',"
                    + " 'INVARIANT by seed N', 'INVARIANT by one of N seeds from N' or 'by search of SCENE to depth N'; it has "
                    + fields);
        }
        return new CoreMutant(
                path.getFileName().toString().replace(".txt", ""),
                field(fields, "rule"),
                field(fields, "file"),
                field(fields, "original"),
                field(fields, "mutated"),
                how.get().command(),
                Pattern.compile(how.get().symptom()));
    }

    /// How a mutant is caught: by which command, and what that then prints.
    private record Catch(String command, String symptom) {
        static Optional<Catch> read(String caught) {
            Matcher story = BY_STORY.matcher(caught);
            if (story.matches()) {
                String name = story.group(1);
                return Optional.of(new Catch("story stories/" + name + ".txt", "story " + name + " failed: "));
            }
            Matcher seed = BY_SEED.matcher(caught);
            if (seed.matches()) {
                return Optional.of(new Catch("replay --seed " + seed.group(2), "failed: " + seed.group(1)));
            }
            Matcher seeds = BY_SEEDS.matcher(caught);
            if (seeds.matches()) {
                String soak = "soak --seeds " + seeds.group(2) + " --from " + seeds.group(3);
                return Optional.of(new Catch(soak, "failed: " + seeds.group(1)));
            }
            Matcher search = BY_SEARCH.matcher(caught);
            return search.matches()
                    ? Optional.of(
                            new Catch("search --scene " + search.group(1) + " --depth " + search.group(2), "broken: "))
                    : Optional.empty();
        }
    }

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return name + " (" + rule + ")";
    }
}
