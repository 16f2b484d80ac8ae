package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import orion.sim.Simulation.Outcome;

/// Many runs, one after the other, and what they add up to.
final class Soak {
    private final LongFunction<Plan> plans;
    private final Consumer<String> progress;
    private final Function<Plan, Outcome> simulation;
    private final long begun = System.nanoTime();
    private final List<Outcome> failed = new ArrayList<>();
    private long seeds;
    private long simulatedMillis;
    private long slowestMillis;

    /// Prepares.
    ///
    /// @param plans      the plan of a seed
    /// @param progress   is told how far it is
    /// @param simulation runs a plan
    Soak(LongFunction<Plan> plans, Consumer<String> progress, Function<Plan, Outcome> simulation) {
        this.plans = plans;
        this.progress = progress;
        this.simulation = simulation;
    }

    /// Runs one seed after the other until a limit is reached.
    ///
    /// @param failFast  whether a run that fails is the last one
    /// @param onFailure hears of each run that failed
    void run(
            long from,
            OptionalLong mostSeeds,
            OptionalLong mostSeconds,
            boolean failFast,
            Consumer<Outcome> onFailure) {
        while (seeds < mostSeeds.orElse(Long.MAX_VALUE)
                && elapsedSeconds() < mostSeconds.orElse(Long.MAX_VALUE)
                && !(failFast && violations() > 0)) {
            progress.accept(text());
            Outcome outcome = simulation.apply(plans.apply(from + seeds));
            seeds++;
            simulatedMillis += outcome.simulatedMillis();
            slowestMillis = Math.max(slowestMillis, outcome.recoveryMillis());
            if (outcome.failure().isPresent()) {
                progress.accept("");
                failed.add(outcome);
                onFailure.accept(outcome);
            }
        }
        progress.accept("");
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private double hours() {
        return simulatedMillis / 3_600_000.0;
    }

    int violations() {
        return failed.size();
    }

    /// For people.
    String text() {
        List<Long> broken = failed.stream().map(Outcome::seed).toList();
        return String.format(
                Locale.ROOT,
                "%d seeds, %.1f simulated hours (%.0f a minute), slowest recovery %.1f s, violations: %d%s",
                seeds,
                hours(),
                hours() * 60 / Math.max(elapsedSeconds(), 0.001),
                slowestMillis / 1e3,
                violations(),
                broken.isEmpty() ? "" : " with seeds " + broken);
    }

    /// For programs: one object on one line.
    String json() {
        List<String> entries = failed.stream()
                .map(outcome -> "{\"seed\":" + outcome.seed() + ",\"failure\":"
                        + quoted(outcome.failure().orElse("")) + "}")
                .toList();
        return String.format(
                Locale.ROOT,
                "{\"seeds\":%d,\"simulatedHours\":%.3f,\"violations\":%d,\"failed\":[%s]}",
                seeds,
                hours(),
                violations(),
                String.join(",", entries));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
            }
        }
        return quoted.append('"').toString();
    }
}
