package orion.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The values measured of one thing, and their line in the table of the benchmark.
final class Figures {
    private final String title;
    private final String unit;
    private final double promised;
    private final String peers;
    private final List<Double> values = new ArrayList<>();

    /// Begins without any value.
    ///
    /// @param promised what the median must not exceed
    /// @param peers    the same of other programs, as text
    Figures(String title, String unit, double promised, String peers) {
        this.title = title;
        this.unit = unit;
        this.promised = promised;
        this.peers = peers;
    }

    void add(double value) {
        values.add(value);
    }

    void add(Duration value) {
        values.add(value.toNanos() / 1e9);
    }

    /// The heading of the table.
    static String heading() {
        return "| measured | n | min | median | max | unit | promised | others |\n|---|---|---|---|---|---|---|---|\n";
    }

    /// The line of the table.
    String line() {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | **%.2f** | %.2f | %s | %s | %s |\n",
                title,
                sorted.size(),
                sorted.getFirst(),
                median(),
                sorted.getLast(),
                unit,
                promised,
                peers);
    }

    /// What was promised and not kept, in a sentence; empty where it was.
    Optional<String> brokenPromise() {
        return median() <= promised
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s: %.2f %s, and at most %s are promised", title, median(), unit, promised));
    }

    private double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
