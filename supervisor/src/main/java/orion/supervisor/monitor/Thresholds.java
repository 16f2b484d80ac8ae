package orion.supervisor.monitor;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How fast an agent should answer, and how large the value on its status page may be. Who is beyond them does his work
/// and is not restarted; persons are told.
///
/// @param response of the time until the answer, in milliseconds
/// @param value    of what is read from the page
record Thresholds(Optional<Limits> response, Optional<Limits> value) {
    static final Thresholds NONE = new Thresholds(Optional.empty(), Optional.empty());

    /// What a useful agent's answer comes to.
    ///
    /// @param condition `UP`, `WARNING` or `CRITICAL`
    /// @param sentence  what was seen
    record Judgement(Condition condition, String sentence) {}

    Judgement judge(Verdict verdict) {
        Judgement worst = new Judgement(Condition.UP, verdict.detail());
        if (response.isPresent() && verdict.millis().isPresent()) {
            worst = worse(worst, response.get(), (double) verdict.millis().getAsLong(), "its answer took", " ms");
        }
        if (value.isPresent() && verdict.value().isPresent()) {
            worst = worse(worst, value.get(), verdict.value().getAsDouble(), "its value is", "");
        }
        return worst;
    }

    /// As people read them.
    String sentence() {
        if (response.isEmpty() && value.isEmpty()) {
            return "none";
        }
        return Stream.of(
                        response.map(limits -> "answers of " + limits.sentence(" ms")),
                        value.map(limits -> "values of " + limits.sentence("")))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
    }

    private static Judgement worse(Judgement before, Limits limits, double measured, String what, String unit) {
        Condition grade = limits.grade(measured);
        if (grade.compareTo(before.condition()) <= 0) {
            return before;
        }
        String number = measured == Math.rint(measured) ? String.valueOf((long) measured) : String.valueOf(measured);
        return new Judgement(
                grade,
                "%s %s%s, and %s counts as %s".formatted(what, number, unit, limits.reached(grade), grade.word()));
    }
}
