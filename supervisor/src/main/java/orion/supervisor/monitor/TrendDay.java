package orion.supervisor.monitor;

import io.avaje.jsonb.Json;
import java.util.Locale;

/// One day of one agent.
///
/// @param day         as ISO 8601 has it, by the clock of the monitor's host
/// @param agent       its location
/// @param polls       how often it was looked at, and it could be told how it is
/// @param useful      how often it did its work then
/// @param restarts    how often gwha started it for the monitor
/// @param answers     how many answers were timed
/// @param totalMillis how long all of them took together
/// @param mostMillis  how long the slowest took
@Json
public record TrendDay(
        String day,
        String agent,
        long polls,
        long useful,
        long restarts,
        long answers,
        long totalMillis,
        long mostMillis) {

    static TrendDay begin(String day, String agent) {
        return new TrendDay(day, agent, 0, 0, 0, 0, 0, 0);
    }

    /// A poll of which nobody can tell says nothing for or against the agent.
    TrendDay polled(Verdict verdict) {
        if (verdict.sign() == Verdict.Sign.UNCLEAR) {
            return this;
        }
        boolean good = verdict.sign() == Verdict.Sign.USEFUL;
        boolean timed = good && verdict.millis().isPresent();
        long millis = timed ? verdict.millis().getAsLong() : 0;
        return new TrendDay(
                day,
                agent,
                polls + 1,
                useful + (good ? 1 : 0),
                restarts,
                answers + (timed ? 1 : 0),
                totalMillis + millis,
                Math.max(mostMillis, millis));
    }

    TrendDay restarted() {
        return new TrendDay(day, agent, polls, useful, restarts + 1, answers, totalMillis, mostMillis);
    }

    /// Two stretches of time as one, which is called as this one is.
    TrendDay and(TrendDay other) {
        return new TrendDay(
                day,
                agent,
                polls + other.polls,
                useful + other.useful,
                restarts + other.restarts,
                answers + other.answers,
                totalMillis + other.totalMillis,
                Math.max(mostMillis, other.mostMillis));
    }

    /// The share of polls at which it did its work, for people; never 100 where one of them failed.
    public String availability() {
        if (polls == 0) {
            return "-";
        }
        return String.format(Locale.ROOT, "%.2f %%", Math.floor(useful * 10_000.0 / polls) / 100);
    }

    /// The usual and the longest time of an answer, for people.
    public String response() {
        return answers == 0 ? "-" : totalMillis / answers + " / " + mostMillis + " ms";
    }
}
