package orion.supervisor.monitor;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// How agents did, day by day: past days in a file, a line each; the present day in memory and, from time to time, in a
/// file of its own.
public final class Trends {
    private static final JsonType<TrendDay> JSON = Jsonb.builder().build().type(TrendDay.class);
    private static final long LARGE_BYTES = 64L << 20;
    private static final long SAVE_MILLIS = Duration.ofMinutes(10).toMillis();
    /// Today included.
    static final int KEPT_DAYS = 30;

    private static final String PAST = "trends.jsonl";
    private static final String OLDER = "trends.jsonl.1";
    private static final String PRESENT = "trends-today.jsonl";

    private final Path past;
    private final Path present;
    private final Supplier<LocalDate> calendar;
    private final Consumer<String> journal;
    private final Map<String, TrendDay> today = new TreeMap<>();
    private final List<TrendDay> before = new ArrayList<>();
    private String day;
    private long savedMillis;
    private boolean broken;

    /// Goes on with what is in the files.
    ///
    /// @param folder   of the files
    /// @param calendar what day it is
    /// @param journal  gets a sentence when they cannot be written
    Trends(Path folder, Supplier<LocalDate> calendar, Consumer<String> journal) {
        this.past = folder.resolve(PAST);
        this.present = folder.resolve(PRESENT);
        this.calendar = calendar;
        this.journal = journal;
        this.day = calendar.get().toString();
        before.addAll(read(folder.resolve(OLDER), firstKept()));
        before.addAll(read(past, firstKept()));
        List<TrendDay> over = new ArrayList<>();
        for (TrendDay one : read(present, "")) {
            if (one.day().equals(day)) {
                today.put(one.agent(), one);
            } else {
                over.add(one);
            }
        }
        if (!over.isEmpty()) {
            before.addAll(over);
            finish(over);
            save();
        }
        forgetOld();
    }

    /// What the files beside a history say, oldest first.
    ///
    /// @param days how many days back from today
    public static List<TrendDay> of(Path history, int days) {
        Path folder = history.toAbsolutePath().getParent();
        String first =
                LocalDate.now(ZoneId.systemDefault()).minusDays(days - 1L).toString();
        return folder == null
                ? List.of()
                : Stream.of(OLDER, PAST, PRESENT)
                        .flatMap(name -> read(folder.resolve(name), first).stream())
                        .toList();
    }

    /// One line for each agent, its days together, in the order of their names.
    public static List<TrendDay> together(List<TrendDay> days) {
        Map<String, TrendDay> sums = new TreeMap<>();
        days.forEach(one -> sums.merge(one.agent(), one, TrendDay::and));
        return List.copyOf(sums.values());
    }

    /// The days of a file from one on. A byte that is no letter spoils its line and no other one.
    private static List<TrendDay> read(Path file, String first) {
        List<TrendDay> days = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                parsed(line).filter(one -> one.day().compareTo(first) >= 0).ifPresent(days::add);
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            return days;
        }
        return days;
    }

    /// Nothing where it is the last line of a full disk, or spoilt in another way.
    private static Optional<TrendDay> parsed(String line) {
        try {
            return Optional.of(JSON.fromJson(line));
        } catch (JsonException spoilt) {
            return Optional.empty();
        }
    }

    synchronized void polled(String agent, Verdict verdict) {
        turnOver();
        today.put(agent, of(agent).polled(verdict));
    }

    synchronized void restarted(String agent) {
        turnOver();
        today.put(agent, of(agent).restarted());
    }

    private TrendDay of(String agent) {
        return today.getOrDefault(agent, TrendDay.begin(day, agent));
    }

    private void turnOver() {
        String now = calendar.get().toString();
        if (!now.equals(day)) {
            List<TrendDay> done = List.copyOf(today.values());
            today.clear();
            day = now;
            before.addAll(done);
            forgetOld();
            finish(done);
            save();
        }
    }

    private void forgetOld() {
        String first = firstKept();
        before.removeIf(one -> one.day().compareTo(first) < 0);
    }

    private String firstKept() {
        return calendar.get().minusDays(KEPT_DAYS - 1L).toString();
    }

    /// Saves the present day now and then, so that little is lost with a crash.
    synchronized void tick(long nowMillis) {
        if (nowMillis - savedMillis >= SAVE_MILLIS) {
            savedMillis = nowMillis;
            save();
        }
    }

    /// The days of an agent that are known, oldest first.
    synchronized List<TrendDay> days(String agent) {
        return Stream.concat(before.stream(), today.values().stream())
                .filter(one -> one.agent().equals(agent))
                .toList();
    }

    /// What day it is for the figures.
    synchronized String today() {
        turnOver();
        return day;
    }

    /// All of them.
    synchronized List<TrendDay> days() {
        return Stream.concat(before.stream(), today.values().stream()).toList();
    }

    private static String lines(List<TrendDay> days) {
        StringBuilder text = new StringBuilder();
        days.forEach(one -> text.append(JSON.toJson(one)).append('\n'));
        return text.toString();
    }

    private void finish(List<TrendDay> done) {
        write(() -> {
            if (Files.exists(past) && Files.size(past) > LARGE_BYTES) {
                Files.move(past, past.resolveSibling(OLDER), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(past, lines(done), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
    }

    synchronized void save() {
        write(() -> {
            Path fresh = present.resolveSibling("trends-today.new");
            Files.writeString(fresh, lines(List.copyOf(today.values())));
            Files.move(fresh, present, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    /// A full disk must not keep anybody from restarting agents; it is told once.
    private void write(Writing writing) {
        try {
            Files.createDirectories(present.toAbsolutePath().getParent());
            writing.run();
            broken = false;
        } catch (IOException refused) {
            if (!broken) {
                journal.accept("the trends cannot be written to " + present.getParent() + ": " + refused);
            }
            broken = true;
        }
    }
}
