package orion.sim;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orion.sim.TraceFollower.Trace;

/// A model of `spec` that can follow traces, and what its constants are for given ones.
enum TraceModel {
    AGREEMENT("Agreement") {
        private static final Pattern LIFE = Pattern.compile("\"[0-9]+[.][0-9]+\"");

        @Override
        String constants(List<Trace> traces) {
            SortedSet<String> lives = new TreeSet<>();
            for (Trace trace : traces) {
                LIFE.matcher(trace.asModule()).results().map(MatchResult::group).forEach(lives::add);
            }
            return """
                        Lives = {%s}
                        MaxGeneration = 1000000
                        MaxMembers = 1000000
                        MaxVersion = 1000000
                        Removals = {}
                    """.formatted(String.join(", ", lives));
        }

        @Override
        String togetherWith(Trace trace) {
            return "all";
        }
    },
    AUTHORITY("Authority") {
        private static final Pattern BEGIN = Pattern.compile(
                "\\[lease \\|-> (\\d+), grace \\|-> (\\d+), takeOver \\|-> (\\d+), nodes \\|-> (\\d+)]");

        private static Matcher read(Trace trace) {
            Matcher begin = BEGIN.matcher(trace.begin());
            if (!begin.matches()) {
                throw new IllegalArgumentException("this is not how a trace of the authority begins: " + trace.begin());
            }
            return begin;
        }

        @Override
        String constants(List<Trace> traces) {
            int most = traces.stream()
                    .mapToInt(trace -> Integer.parseInt(read(trace).group(4)))
                    .max()
                    .orElseThrow();
            String nodes =
                    IntStream.rangeClosed(1, most).mapToObj(String::valueOf).collect(Collectors.joining(", "));
            Matcher begin = read(traces.getFirst());
            return """
                        Nodes = {%1$s}
                        L = %2$s
                        Grace = %3$s
                        TakeOver = %4$s
                        MaxGeneration = 1000000
                        MaxIncarnation = 1000000
                        MaxDeaths = 1000000
                        FirstMembers = {}
                        Boards = {%1$s}
                        Networks = {%1$s}
                        Deciders = {%1$s}
                        Mortals = {%1$s}
                        Failing = {%1$s}
                        FirstSeen = 0
                        Releases = TRUE
                        SplitWrites = TRUE
                        SplitReads = TRUE
                        ColdStarts = TRUE
                        Messages = TRUE
                    """.formatted(nodes, begin.group(1), begin.group(2), begin.group(3));
        }

        // All constants but the nodes must be the same.
        @Override
        String togetherWith(Trace trace) {
            return trace.begin().replaceFirst(", nodes .*", "");
        }
    };

    private final String module;

    TraceModel(String module) {
        this.module = module;
    }

    /// The files it consists of; the last one follows traces.
    List<String> modules() {
        return List.of(module + ".tla", module + "Trace.tla");
    }

    /// What TLC needs to know to follow these traces.
    String configuration(List<Trace> traces) {
        return "SPECIFICATION TraceSpec\nCONSTANTS\n" + constants(traces) + "    Broken = {}\nCHECK_DEADLOCK FALSE\n";
    }

    abstract String constants(List<Trace> traces);

    /// Traces for which that is the same can be followed together.
    abstract String togetherWith(Trace trace);
}
