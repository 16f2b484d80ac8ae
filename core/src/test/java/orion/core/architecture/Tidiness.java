package orion.core.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import orion.core.architecture.SourceTree.SourceFile;

/// What keeps the whole source tree readable: sizes, names, leftovers, and null-marked packages.
///
/// The forbidden words are put together here, so that this file does not break its own rules.
final class Tidiness {
    private static final int LONGEST_FILE_LINES = 400;
    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern WAITING_FOR_LUCK =
            Pattern.compile("Thread\\s*\\.\\s*sl" + "eep|TimeUnit\\.\\w+\\.sl" + "eep");
    private static final Pattern SKIPPED =
            Pattern.compile("@Dis" + "abled|\\bAssump" + "tions\\b|\\bassume(That|True|False)\\b");
    private static final Pattern CONTROLS_OF_ASCII = Pattern.compile("p\\{Cn" + "trl\\}");
    private static final Pattern MACHINE_PATH = Pattern.compile(
            "(?<![\\w.${}-])/(wo" + "rk/(wt|main|shared|brief|seeds)|tmp/w" + "t|root/\\.m" + "2|home/\\w+/)");
    private static final Pattern EMPTY_NAME = Pattern.compile(
            "\\b(?:class|interface|record|enum)\\s+((?!ResourceManager\\b)\\w*(?:Utils?|Helpers?|Manager|Impl|Base))\\b");

    private Tidiness() {}

    /// One line for each broken rule in the tree.
    static List<String> violations(List<SourceFile> files) {
        List<String> found = new ArrayList<>();
        for (SourceFile file : files) {
            found.addAll(inEveryText(file));
            if (file.isJava()) {
                found.addAll(inJava(file));
                found.addAll(JavaShape.violations(file));
            }
        }
        found.addAll(packagesNotNullMarked(files));
        return found;
    }

    private static List<String> inEveryText(SourceFile file) {
        return linesThat(file, MACHINE_PATH.asPredicate(), "names a folder of one machine");
    }

    private static List<String> inJava(SourceFile file) {
        List<String> found = new ArrayList<>();
        long lines = file.text().lines().count();
        if (lines > LONGEST_FILE_LINES) {
            found.add(file.path() + ": has " + lines + " lines, more than " + LONGEST_FILE_LINES);
        }
        found.addAll(linesThat(file, LEFTOVER.asPredicate(), "leaves work undone; finish it or open an issue"));
        found.addAll(linesThat(file, EMPTY_NAME.asPredicate(), "has a name that does not say what it does"));
        found.addAll(linesThat(
                file, CONTROLS_OF_ASCII.asPredicate(), "knows control characters of ASCII only; write \\\\p{Cc}"));
        if (file.isTest()) {
            found.addAll(linesThat(file, WAITING_FOR_LUCK.asPredicate(), "waits for luck; wait for the event itself"));
            found.addAll(linesThat(file, SKIPPED.asPredicate(), "skips a test; tag it `root`, or repair it"));
        }
        return found;
    }

    private static List<String> linesThat(SourceFile file, Predicate<String> matches, String complaint) {
        List<String> lines = file.text().lines().toList();
        List<String> found = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (matches.test(lines.get(line))) {
                found.add(file.path() + ":" + (line + 1) + ": " + complaint);
            }
        }
        return found;
    }

    private static List<String> packagesNotNullMarked(List<SourceFile> files) {
        Set<String> marked = files.stream()
                .filter(file -> file.name().equals("package-info.java"))
                .filter(file -> file.text().contains("@NullMarked"))
                .map(file -> file.module() + " " + file.packageFolder())
                .collect(Collectors.toSet());
        return files.stream()
                .filter(SourceFile::isJava)
                .filter(file -> file.path().contains("/src/"))
                .map(file -> file.module() + " " + file.packageFolder())
                .filter(folder -> !marked.contains(folder))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(folder -> folder + ": has no package-info.java with @NullMarked")
                .toList();
    }
}
