package orion.node.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_CALLERS = 256;
    private static final int LONGEST = 200;

    private final InstantSource clock;
    private final Consumer<String> journal;
    private final Map<String, Minute> minutes = new LinkedHashMap<>();

    /// What one caller has asked for within a minute.
    ///
    /// @param since the begin of the minute
    /// @param count what was noted, and what would have been
    private record Minute(Instant since, int count) {}

    Audit(InstantSource clock, Consumer<String> journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /// It is about to be done.
    void asks(ControlRequest request, Caller caller) {
        note(caller, caller.shown() + " asks for '" + words(request) + "'");
    }

    /// How that ended.
    void ended(ControlRequest request, Caller caller, String outcome) {
        note(caller, caller.shown() + " asked for '" + words(request) + "': " + outcome);
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
        return printable(request.verb() + all);
    }

    static String printable(String text) {
        return (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...").replaceAll("\\p{Cc}", "?");
    }

    private synchronized void note(Caller caller, String sentence) {
        Instant now = clock.instant();
        Minute last = Optional.ofNullable(minutes.remove(caller.name())).orElse(new Minute(Instant.MIN, 0));
        if (minutes.size() == MOST_CALLERS) {
            minutes.remove(minutes.keySet().iterator().next());
        }
        boolean over = !last.since().isAfter(now.minus(MINUTE));
        Minute counted = over ? new Minute(now, 1) : new Minute(last.since(), last.count() + 1);
        minutes.put(caller.name(), counted);
        if (over && last.count() > MOST) {
            journal.accept(caller.name() + ": " + (last.count() - MOST) + " notes of what it asked for were left out");
        }
        if (counted.count() == MOST) {
            journal.accept(sentence + " (what it asks for within the rest of a minute is only counted)");
        } else if (counted.count() < MOST) {
            journal.accept(sentence);
        }
    }
}
