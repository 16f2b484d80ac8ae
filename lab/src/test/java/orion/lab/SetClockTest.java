package orion.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/// The clock of a host is set, by hours and while agents are supervised there: for that it takes a machine of
/// its own. Polls go on, nothing is restarted that works, and what does not is restarted as ever.
@Tag("root")
@Tag("machine")
@Isolated("it needs a processor for itself, and others here count in milliseconds")
final class SetClockTest {
    private static final Pattern ENTRY = Pattern.compile("\\{\"time\":\"([^\"]+)\".*\"condition\":\"([a-z ]+)\".*");

    private final Machine machine = new Machine("");

    @AfterEach
    void close() throws IOException {
        machine.keepLogs(Lab.REPOSITORY.resolve("lab/target/lab-logs/set-clock"));
        machine.close();
    }

    /// What the history says, in the order in which it happened.
    private record Entry(Instant time, String condition) {}

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingDependsOnIt() {
        machine.run(Lab.REPOSITORY.resolve("lab/src/test/resources/monitored") + " " + Lab.REPOSITORY);
        await("the agent is up", () -> log("gwmon").contains("steady is up"));
        await("gwha listens", () -> log("gwha").contains("gwha listens"));

        isLeftAlone(1, 0);
        machine.run("date --set '+1 hour'");
        isLeftAlone(1, 0);
        fallsIllAndIsRestarted(2, 2);
        machine.run("date --set '-2 hours'");
        isLeftAlone(2, 2);
        fallsIllAndIsRestarted(3, 4);

        machine.run("kill -9 $(pgrep -f 'sleep 100000[0]')");
        await("gwha sees it die", () -> log("gwha").contains("steady runs again"));
        await("it has begun", () -> lines("starts").size() == 4);
        theHistoryIsInOrder();
    }

    /// Three polls later it is still as it was.
    private void isLeftAlone(int starts, int told) {
        int polls = lines("polls").size();
        await("it is polled", () -> lines("polls").size() >= polls + 3);
        assertThat(lines("starts")).hasSize(starts);
        assertThat(lines("told")).hasSize(told);
    }

    private void fallsIllAndIsRestarted(int starts, int told) {
        machine.run("touch /run/lab/ill");
        await(
                "persons are told that it is down, and that it is up again",
                () -> lines("told").size() >= told);
        assertThat(lines("told").subList(told - 2, told))
                .satisfiesExactly(
                        down -> assertThat(down).startsWith("steady down "),
                        up -> assertThat(up).startsWith("steady up "));
        assertThat(lines("starts")).hasSize(starts);
    }

    /// By what happened, though the times in it go back; those are what the clock said.
    private void theHistoryIsInOrder() {
        List<Entry> turns = new ArrayList<>();
        for (String line : lines("history.jsonl")) {
            Matcher entry = ENTRY.matcher(line);
            assertThat(entry.matches()).as(line).isTrue();
            boolean same = !turns.isEmpty() && turns.getLast().condition().equals(entry.group(2));
            if (!same && !entry.group(2).equals("suspect")) {
                turns.add(new Entry(Instant.parse(entry.group(1)), entry.group(2)));
            }
        }
        assertThat(turns.subList(0, 5)).extracting(Entry::condition).containsExactly("up", "down", "up", "down", "up");
        assertThat(turns.get(1).time()).isAfter(turns.getFirst().time().plus(Duration.ofHours(1)));
        assertThat(turns.get(3).time()).isBefore(turns.getFirst().time());
    }

    private void await(String what, BooleanSupplier condition) {
        machine.await(what, condition, () -> log("gwha") + log("gwmon"));
    }

    private String log(String program) {
        return String.join("\n", lines(program + ".log"));
    }

    private List<String> lines(String name) {
        Path file = machine.share().resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
