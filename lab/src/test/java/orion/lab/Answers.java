package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the [Poller] has noted so far.
///
/// @param polls in the order in which they were sent
record Answers(List<Poll> polls) {
    private static final Duration SHORTEST_INTERRUPTION = Duration.ofSeconds(1);

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
        return outagesSince(sinceNanos).stream().max(Comparator.comparing(Outage::length));
    }

    /// The longest one after which another host answered, or before which nobody did for a second. Where all processors
    /// are wanted, the poller may lose patience for less, though nothing has happened to the service.
    ///
    /// @param sinceNanos the moment, by the monotonic clock
    Optional<Outage> interruptionSince(long sinceNanos) {
        return outagesSince(sinceNanos).stream()
                .filter(outage -> !outage.before().equals(outage.after())
                        || outage.length().compareTo(SHORTEST_INTERRUPTION) >= 0)
                .max(Comparator.comparing(Outage::length));
    }

    private List<Outage> outagesSince(long sinceNanos) {
        List<Outage> outages = new ArrayList<>();
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
                outages.add(new Outage(
                        Duration.ofNanos(poll.sentNanos() - lastGood.sentNanos()),
                        lastGood.host().orElseThrow(),
                        poll.host().orElseThrow()));
            }
            lost = false;
            lastGood = poll;
        }
        return outages;
    }
}
