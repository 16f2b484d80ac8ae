package orion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page about the capabilities of agents names every one of them, and tests that are there.
final class AgentCapabilitiesTest {
    private static final Path TREE = Path.of(System.getProperty("orion.repository", ".."));
    private static final Pattern ROW = Pattern.compile("^\\| ([AI0-9, -]+) \\|");
    private static final Pattern CELL = Pattern.compile("([AI])([0-9]+)(?:-[AI]([0-9]+))?");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+Test)(?:\\.([a-z][A-Za-z]+))?`");

    @Test
    void eachIsNamedOnce() throws IOException {
        List<String> named = new ArrayList<>();
        for (String line : page()) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                CELL.matcher(row.group(1)).results().forEach(cell -> named.addAll(rows(cell)));
            }
        }

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(rows("A", 1, 41), rows("I", 1, 14)).toList());
    }

    @Test
    void theTestsThatShowThemAreThere() throws IOException {
        SortedMap<String, String> tests = new TreeMap<>();
        for (String module : List.of("supervisor", "cli", "lab")) {
            try (Stream<Path> files = Files.walk(TREE.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        List<String> lost = NAMED.matcher(String.join("\n", page()))
                .results()
                .filter(named -> !isThere(tests, named))
                .map(MatchResult::group)
                .toList();

        assertThat(lost).isEmpty();
    }

    private static boolean isThere(SortedMap<String, String> tests, MatchResult named) {
        String text = tests.getOrDefault(named.group(1), "");
        return named.group(2) == null ? !text.isEmpty() : text.contains("void " + named.group(2) + "(");
    }

    private static List<String> page() throws IOException {
        return Files.readAllLines(TREE.resolve("docs/agents-capabilities.md"));
    }

    private static List<String> rows(MatchResult cell) {
        int first = Integer.parseInt(cell.group(2));
        return rows(cell.group(1), first, cell.group(3) == null ? first : Integer.parseInt(cell.group(3)))
                .toList();
    }

    private static Stream<String> rows(String letter, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(number -> letter + number);
    }
}
