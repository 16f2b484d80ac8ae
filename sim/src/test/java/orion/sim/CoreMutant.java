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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One rule of the core, broken on purpose: a file of `sim/src/test/resources/mutants` with lines of
/// `name: text`. Where it is kept in more than one place, breaking it in one may change nothing: the
/// file says why, and no story notices.
///
/// @param name     of the file
/// @param rule     the rule it breaks, as named in ARCHITECTURE.md
/// @param file     the source file, below the core's package
/// @param original what stands there exactly once
/// @param mutated  what stands there instead
/// @param command  what must notice it: a command of the simulator, or `test` and a class of the core's tests
/// @param symptom  what that then prints
record CoreMutant(
        String name, String rule, String file, String original, String mutated, String command, Pattern symptom) {
    /// What is printed where all stories go well in spite of it.
    private static final String BY_NOBODY = "stories, failed: \\[\\]";
    private static final Path FOLDER = Path.of("src/test/resources/mutants");
    private static final List<String> FIELDS = List.of("rule", "file", "original", "mutated", "caught");

    /// How a mutant is caught: by which command, and what that then prints.
    private record Catch(String command, String symptom) {}

    private record Form(Pattern words, Function<Matcher, Catch> meaning) {
        static Form of(String words, Function<Matcher, Catch> meaning) {
            return new Form(Pattern.compile(words), meaning);
        }

        Optional<Catch> read(String caught) {
            Matcher matcher = words.matcher(caught);
            return matcher.matches() ? Optional.of(meaning.apply(matcher)) : Optional.empty();
        }
    }

    private static final List<Form> FORMS = List.of(
            Form.of(
                    "by story ([a-z0-9-]+)",
                    of -> new Catch("story stories/" + of.group(1) + ".txt", "story " + of.group(1) + " failed: ")),
            Form.of(
                    "by test ([A-Za-z.]+)#([A-Za-z0-9]+)",
                    of -> new Catch("test " + of.group(1), of.group(2) + " failed: ")),
            Form.of(
                    "([A-Za-z]+) by seed ([0-9]+)",
                    of -> new Catch("replay --seed " + of.group(2), "failed: " + of.group(1))),
            // Among so many seeds, one will show it even when the protocol has changed.
            Form.of(
                    "([A-Za-z]+) by one of ([0-9]+) seeds from ([0-9]+)",
                    of -> new Catch(
                            "soak --fail-fast --seeds " + of.group(2) + " --from " + of.group(3),
                            "failed: " + of.group(1))),
            Form.of(
                    "by search of ([a-z-]+) to depth ([0-9]+)",
                    of -> new Catch("search --scene " + of.group(1) + " --depth " + of.group(2), "broken: ")),
            Form.of("by nobody, because .+", of -> new Catch("story stories", BY_NOBODY)));

    /// All of them, by name.
    static List<CoreMutant> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(CoreMutant::read).toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /// The one of that name.
    static CoreMutant named(String name) {
        return read(FOLDER.resolve(name + ".txt"));
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
        Optional<Catch> how =
                FORMS.stream().flatMap(form -> form.read(caught).stream()).findFirst();
        if (how.isEmpty() || !fields.keySet().equals(Set.copyOf(FIELDS))) {
            String forms = FORMS.stream().map(form -> form.words().pattern()).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    path + " needs " + FIELDS + ", the last as one of " + forms + "; it has " + fields);
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

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    /// Whether somebody notices it.
    boolean isCaught() {
        return !symptom.pattern().equals(BY_NOBODY);
    }

    @Override
    public String toString() {
        return name + " (" + rule + ")";
    }
}
