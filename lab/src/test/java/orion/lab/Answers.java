package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the [Poller] has noted so far.
///
/// @param polls in the order in which they were sent
record Answers(List<Poll> polls) {
    /// One question and who answered it, if anybody did.
    record Poll(long sentNanos, Optional<String> host) {}

    /// A time without service, from the last question answered before it to the first one after it.
    record Outage(Duration length, String before, String after) {}

    static Answers read(Path log) {
        try {
            return new Answers(Files.exists(log) ? parse(Files.readString(log)) : List.of());
        } catch (IOException fault) {
            throw new UncheckedIOException("the poller's log cannot be read", fault);
        }
    }

    /// The last line may still be in the making and is left out.
    private static List<Poll> parse(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" ", -1))
                .map(fields -> new Poll(
                        Long.parseLong(fields[0]), fields[1].equals("-") ? Optional.empty() : Optional.of(fields[1])))
                .sorted(Comparator.comparingLong(Poll::sentNanos))
                .toList();
    }

    /// Who answered most recently, if the last questions were answered at all.
    Optional<String> now() {
        long recent = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
        return polls.isEmpty() || polls.getLast().sentNanos() < recent
                ? Optional.empty()
                : polls.getLast().host();
    }

    /// The longest outage that began at or ended after a moment, if there was any.
    ///
    /// @param sinceNanos the moment, by the monotonic clock
    Optional<Outage> longestSince(long sinceNanos) {
        Optional<Outage> longest = Optional.empty();
        Poll lastGood = null;
        boolean lost = false;
        for (Poll poll : polls) {
            if (poll.host().isEmpty()) {
                lost = true;
                continue;
            }
            if (lastGood != null
                    && poll.sentNanos() >= sinceNanos
                    && (lost || !poll.host().equals(lastGood.host()))) {
                Outage outage = new Outage(
                        Duration.ofNanos(poll.sentNanos() - lastGood.sentNanos()),
                        lastGood.host().orElseThrow(),
                        poll.host().orElseThrow());
                if (longest.isEmpty() || outage.length().compareTo(longest.get().length()) > 0) {
                    longest = Optional.of(outage);
                }
            }
            lost = false;
            lastGood = poll;
        }
        return longest;
    }
}
