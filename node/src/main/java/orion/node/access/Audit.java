package orion.node.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Notes who asked for what, before it is done, and how it ended. Never what a file says, and of answers only
/// whether it was done: both may hold secrets.
final class Audit {
    /// What one caller may have noted within a minute: nobody pushes everything else out of the journal.
    static final int MOST = 200;
    /// What is noted of each verb beyond that: one that harms is not hidden behind many that do not.
    static final int FEW = 10;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_CALLERS = 256;
    private static final int LONGEST = 200;

    private final InstantSource clock;
    private final Consumer<String> journal;
    private final Map<String, Minute> minutes = new LinkedHashMap<>();

    /// What one caller has asked for within a minute.
    ///
    /// @param since   the begin of the minute
    /// @param count   what was noted, and what would have been
    /// @param verbs   how often each verb has come since there were too many
    /// @param leftOut what was not noted
    private record Minute(Instant since, int count, SortedMap<String, Integer> verbs, int leftOut) {
        Minute(Instant since) {
            this(since, 0, new TreeMap<>(), 0);
        }

        /// A clock that was set back ends it, too.
        boolean isOver(Instant now) {
            return now.isBefore(since) || !now.isBefore(since.plus(MINUTE));
        }

        boolean isNoted(String verb) {
            return count < MOST || verbs.getOrDefault(verb, 0) < FEW;
        }

        Minute with(String verb) {
            SortedMap<String, Integer> more = new TreeMap<>(verbs);
            if (count >= MOST) {
                more.merge(verb, 1, Integer::sum);
            }
            return new Minute(since, count + 1, more, leftOut + (isNoted(verb) ? 0 : 1));
        }
    }

    Audit(InstantSource clock, Consumer<String> journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /// It is about to be done.
    void asks(ControlRequest request, Caller caller) {
        note(request, caller, caller.shown() + " asks for '" + words(request) + "'");
    }

    /// How that ended.
    void ended(ControlRequest request, Caller caller, String outcome) {
        note(request, caller, caller.shown() + " asked for '" + words(request) + "': " + outcome);
    }

    /// How a request ended of which there is an answer.
    static String outcome(ControlReply reply) {
        return reply.done() ? "done" : "not done (" + reply.refusal().orElse("refused") + ")";
    }

    /// The verb and its words, apart from the text of a file.
    private static String words(ControlRequest request) {
        List<String> words = request.words();
        int text = switch (request.verb()) {
            case "apply", "check" -> 0;
            case "diff", "lint" -> !words.isEmpty() && words.getFirst().equals("file") ? 1 : -1;
            default -> -1;
        };
        String all = IntStream.range(0, words.size())
                .filter(index -> index != text)
                .mapToObj(index -> " " + words.get(index))
                .collect(Collectors.joining());
        return printable(request.verb() + all, LONGEST);
    }

    /// Nothing that would begin a line, end one or turn its direction.
    static String printable(String text, int longest) {
        return (text.length() <= longest ? text : text.substring(0, longest) + "...")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    private synchronized void note(ControlRequest request, Caller caller, String sentence) {
        Instant now = clock.instant();
        tellWhatWasLeftOut(now);
        Minute minute = Optional.ofNullable(minutes.remove(caller.name())).orElseGet(() -> new Minute(now));
        if (minutes.size() == MOST_CALLERS) {
            Map.Entry<String, Minute> oldest = minutes.entrySet().iterator().next();
            leftOut(oldest.getKey(), oldest.getValue());
            minutes.remove(oldest.getKey());
        }
        Minute counted = minute.with(request.verb());
        minutes.put(caller.name(), counted);
        if (minute.isNoted(request.verb())) {
            journal.accept(
                    counted.count() == MOST ? sentence + " (more within this minute may only be counted)" : sentence);
        }
    }

    private void tellWhatWasLeftOut(Instant now) {
        minutes.forEach((caller, minute) -> {
            if (minute.isOver(now)) {
                leftOut(caller, minute);
            }
        });
        minutes.values().removeIf(minute -> minute.isOver(now));
    }

    private void leftOut(String caller, Minute minute) {
        if (minute.leftOut() > 0) {
            journal.accept(caller + ": " + minute.leftOut() + " notes of what it asked for were left out");
        }
    }
}
