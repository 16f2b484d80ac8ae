package orion.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The numbered records of the writer: those on the volume, or those noted as safe outside the simulated world.
///
/// @param records in the order of the file
record Records(List<Line> records) {
    /// One record.
    ///
    /// @param nanos when it was written or noted, by the monotonic clock
    record Line(long number, String host, long nanos) {}

    static Records parse(String text) {
        return new Records(text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" ", -1))
                .map(fields -> new Line(Long.parseLong(fields[0]), fields[1], Long.parseLong(fields[2])))
                .toList());
    }

    static Records read(Path file) {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : new Records(List.of());
        } catch (IOException fault) {
            throw new UncheckedIOException("the records in " + file + " cannot be read", fault);
        }
    }

    /// Those of the given records that are not among these.
    List<Line> missing(Records wanted) {
        Map<Long, String> known = new HashMap<>();
        records.forEach(record -> known.put(record.number(), record.host()));
        return wanted.records.stream()
                .filter(record -> !record.host().equals(known.get(record.number())))
                .toList();
    }

    /// Numbers that do not follow their predecessor, or were given twice.
    List<String> gaps() {
        List<String> found = new ArrayList<>();
        long expected = 1;
        for (Line record : records) {
            if (record.number() != expected) {
                found.add("%d follows %d".formatted(record.number(), expected - 1));
            }
            expected = record.number() + 1;
        }
        return found;
    }

    /// Records with a number that was given before: the mark of a host that goes on writing after another one has taken
    /// over, because a successor continues the numbers it finds on the volume.
    List<Line> strays() {
        List<Line> found = new ArrayList<>();
        long highest = 0;
        for (Line record : records) {
            if (record.number() <= highest) {
                found.add(record);
            }
            highest = Math.max(highest, record.number());
        }
        return found;
    }
}
