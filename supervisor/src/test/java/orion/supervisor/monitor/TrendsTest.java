package orion.supervisor.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import orion.supervisor.monitor.Verdict.Sign;

/// What each day was like is known after it, and after the monitor was started anew.
final class TrendsTest {
    @TempDir
    private Path folder;

    private LocalDate day = LocalDate.now(ZoneId.systemDefault());
    private final List<String> journal = new ArrayList<>();

    private Trends open() {
        return new Trends(folder, () -> day, journal::add);
    }

    private static Verdict answer(long millis) {
        return new Verdict(Sign.USEFUL, "", OptionalLong.of(millis), OptionalDouble.empty());
    }

    @Test
    void aDayHasItsFigures() {
        Trends trends = open();
        trends.polled("a", answer(10));
        trends.polled("a", answer(40));
        trends.polled("a", Verdict.absent("gone"));
        trends.restarted("a");
        trends.polled("b", Verdict.useful("its process lives"));

        TrendDay a = trends.days("a").getFirst();
        assertThat(a).isEqualTo(new TrendDay(day.toString(), "a", 3, 2, 1, 2, 50, 40));
        assertThat(a.availability()).isEqualTo("66.66 %");
        assertThat(a.response()).isEqualTo("25 / 40 ms");
        assertThat(trends.days("b").getFirst().response()).isEqualTo("-");
        assertThat(new TrendDay("", "", 1_000_000, 999_999, 0, 0, 0, 0).availability())
                .isEqualTo("99.99 %");
        assertThat(TrendDay.begin("", "").availability()).isEqualTo("-");
    }

    @Test
    void aDayEndsWithItself() throws Exception {
        Trends trends = open();
        trends.polled("a", answer(10));
        String first = day.toString();
        day = day.plusDays(1);
        trends.polled("a", answer(30));
        trends.polled("a", answer(30));

        assertThat(trends.days("a")).extracting(TrendDay::day).containsExactly(first, day.toString());
        assertThat(trends.days("a")).extracting(TrendDay::polls).containsExactly(1L, 2L);
        assertThat(Files.readAllLines(folder.resolve("trends.jsonl"))).hasSize(1);
        assertThat(Trends.together(trends.days())).containsExactly(new TrendDay(first, "a", 3, 3, 0, 3, 70, 30));
    }

    @Test
    void whoIsStartedAnewGoesOn() throws Exception {
        Trends trends = open();
        trends.polled("a", answer(10));
        trends.save();
        Trends again = open();
        again.polled("a", answer(10));
        again.save();
        assertThat(open().days("a")).extracting(TrendDay::polls).containsExactly(2L);

        // The monitor did not run at midnight, and a crash has cut a line.
        day = day.plusDays(3);
        Files.writeString(folder.resolve("trends-today.jsonl"), "{\"day\":\"20", StandardOpenOption.APPEND);
        for (int i = 0; i < 2; i++) {
            assertThat(open().days("a")).extracting(TrendDay::polls).containsExactly(2L);
            assertThat(Files.readAllLines(folder.resolve("trends.jsonl"))).hasSize(1);
        }
    }

    @Test
    void whatIsSavedNowAndThenSurvivesACrash() {
        Trends trends = open();
        trends.polled("a", answer(10));
        trends.tick(600_000);
        trends.polled("a", answer(10));
        trends.tick(1_199_999);
        assertThat(open().days("a")).extracting(TrendDay::polls).containsExactly(1L);
        trends.tick(1_200_000);
        assertThat(open().days("a")).extracting(TrendDay::polls).containsExactly(2L);
    }

    @Test
    void aReportCoversTheLastDays() {
        day = LocalDate.now(ZoneId.systemDefault()).minusDays(9);
        Trends trends = open();
        for (int i = 0; i < 10; i++) {
            trends.polled("a", answer(i));
            day = day.plusDays(1);
        }
        trends.save();

        assertThat(Trends.of(folder.resolve("history.jsonl"), 7)).hasSize(7);
        assertThat(Trends.of(folder.resolve("history.jsonl"), 1))
                .singleElement()
                .isEqualTo(new TrendDay(LocalDate.now(ZoneId.systemDefault()).toString(), "a", 1, 1, 0, 1, 9, 9));
    }

    @Test
    void aBadByteSpoilsItsLineOnly() throws Exception {
        Trends trends = open();
        trends.polled("a", answer(10));
        day = day.plusDays(1);
        trends.polled("a", answer(10));
        Files.write(
                folder.resolve("trends.jsonl"),
                new byte[] {'{', (byte) 0xff, (byte) 0xc0, '\n'},
                StandardOpenOption.APPEND);
        day = day.plusDays(1);
        trends.polled("a", answer(10));

        assertThat(open().days("a")).hasSize(2);
        assertThat(Trends.of(folder.resolve("history.jsonl"), 1)).hasSize(2);
    }

    @Test
    void theFileThatWasPutAsideIsReadToo() throws Exception {
        String yesterday = day.minusDays(1).toString();
        Trends trends = open();
        trends.polled("a", answer(10));
        day = day.plusDays(1);
        trends.polled("a", answer(10));
        String line = Files.readString(folder.resolve("trends.jsonl"));
        Files.writeString(folder.resolve("trends.jsonl.1"), line.replaceFirst("[0-9]{4}-[0-9]{2}-[0-9]{2}", yesterday));

        assertThat(open().days("a"))
                .extracting(TrendDay::day)
                .contains(yesterday)
                .hasSize(2);
        assertThat(Trends.of(folder.resolve("history.jsonl"), 2))
                .extracting(TrendDay::day)
                .contains(yesterday);
    }

    @Test
    void thirtyDaysAreThirty() {
        LocalDate first = day;
        Trends trends = open();
        for (int i = 0; i < 40; i++) {
            trends.polled("a", answer(10));
            day = day.plusDays(1);
        }
        trends.polled("a", answer(10));

        assertThat(trends.days("a")).hasSize(30);
        assertThat(trends.days("a").getFirst().day())
                .isEqualTo(first.plusDays(11).toString());
        trends.save();
        assertThat(open().days("a")).hasSize(30);
    }

    @Test
    void aClockThatIsSetBackAndForthLosesNothing() {
        Trends trends = open();
        trends.polled("a", answer(10));
        day = day.minusDays(400);
        trends.polled("a", answer(10));
        day = day.plusDays(400);
        trends.polled("a", answer(10));

        assertThat(Trends.together(trends.days()).getFirst().polls()).isGreaterThanOrEqualTo(2);
        assertThat(trends.days("a").getLast().day()).isEqualTo(day.toString());
    }

    @Test
    void aPollOfWhichNobodyCanTellCountsForNothing() {
        Trends trends = open();
        trends.polled("a", answer(10));
        trends.polled("a", Verdict.unclear("no number"));
        assertThat(trends.days("a").getFirst().availability()).isEqualTo("100.00 %");
    }

    @Test
    void aFullDiskIsToldOnceAndDisturbsNobody() throws Exception {
        Trends trends = new Trends(Files.createFile(folder.resolve("file")), () -> day, journal::add);
        trends.polled("a", answer(10));
        trends.save();
        trends.save();

        assertThat(trends.days("a")).hasSize(1);
        assertThat(journal).singleElement().asString().contains("the trends cannot be written to");
    }
}
