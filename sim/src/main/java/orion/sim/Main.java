package orion.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orion.core.model.Timing;
import orion.sim.search.SceneSearch;

/// Runs the simulator from a command line.
///
/// - `run --seed N`: one run; one that fails is shrunk to a short list of faults;
/// - `replay --seed N [--detailed yes]`: one run with a line per event and a column per node;
/// - `soak [--seeds N] [--seconds N] [--from S] [--fail-fast] [--json]`: many runs, one after the other;
///   without a limit, or with `--fail-fast`, until one fails;
/// - `search [--scene NAME] [--depth N]`: every order in which things can happen in a small cluster;
/// - `trace --seed N|--story FILE [--of authority]`: what the nodes showed of their agreement, or of who may hold a
///   resource, one TLA+ record in a line;
/// - `story FILE|FOLDER|all [--rewrite yes]`: stories with a known end.
///
/// What a seed draws is overruled by `--faults 3,7:1500` (only the third, and the seventh for
/// 1,500 ms), `--nodes K`, `--timing standard|fast` and `--clocks right|wrong`; `--minutes M` says how long faults
/// last.
public final class Main {
    private static final String USAGE = "usage: sim run|replay --seed N [--faults LIST] [--detailed yes],"
            + " or sim soak [--seeds N] [--seconds N] [--from S] [--fail-fast] [--json];"
            + " each with [--nodes K] [--minutes M] [--timing standard|fast] [--clocks right|wrong];"
            + " or sim search [--scene NAME] [--depth N];"
            + " or sim trace --seed N|--story FILE [--of agreement|authority];"
            + " or sim story FILE|FOLDER|all [--rewrite yes]";
    private static final List<String> OPTIONS = List.of(
            "--seed",
            "--seeds",
            "--seconds",
            "--from",
            "--nodes",
            "--minutes",
            "--timing",
            "--clocks",
            "--detailed",
            "--faults",
            "--rewrite",
            "--scene",
            "--depth",
            "--story",
            "--of");
    private static final List<String> FLAGS = List.of("--json", "--fail-fast");
    /// Where the stories are, seen from the top of the sources.
    private static final Path STORIES = Path.of("sim", "stories");

    private final Consumer<String> out;
    private final Consumer<String> progress;
    private final Map<String, String> options = new TreeMap<>();

    private Main(Consumer<String> out, Consumer<String> progress) {
        this.out = out;
        this.progress = progress;
    }

    /// Exit status 0: all went well; 1: a run failed; 2: wrong arguments.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out::println, text -> {}));
    }

    /// Runs one command.
    ///
    /// @param out      takes what is printed, line by line
    /// @param progress takes what a person may see meanwhile, each text in place of the one before
    /// @return the exit status
    public static int run(List<String> arguments, Consumer<String> out, Consumer<String> progress) {
        try {
            return new Main(out, progress).carryOut(arguments);
        } catch (StoryUnreadable wrong) {
            out.accept("sim: " + wrong.getMessage());
            return 2;
        } catch (IllegalArgumentException wrong) {
            out.accept("sim: " + wrong.getMessage());
            return 2;
        }
    }

    private int carryOut(List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        Iterator<String> words =
                arguments.stream().skip(command.equals("story") ? 2 : 1).iterator();
        while (words.hasNext()) {
            String name = words.next();
            boolean valued = OPTIONS.contains(name) && words.hasNext();
            if (!valued && !FLAGS.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not an option with a value; " + USAGE);
            }
            options.put(name, valued ? words.next() : "yes");
        }
        if (!command.equals("soak")) {
            FLAGS.stream().filter(options::containsKey).findFirst().ifPresent(flag -> {
                throw new IllegalArgumentException("option " + flag + " goes with soak only");
            });
        }
        return switch (command) {
            case "run" -> one(false);
            case "replay" -> one(true);
            case "soak" -> soak();
            case "search" ->
                SceneSearch.run(
                        Optional.ofNullable(options.get("--scene")),
                        (int) number("--depth", "8", 1, 20),
                        out,
                        progress);
            case "trace" -> trace();
            case "story" -> stories(arguments.size() > 1 ? arguments.get(1) : "");
            default -> throw new IllegalArgumentException("there is no command '" + command + "'; " + USAGE);
        };
    }

    private long number(String name, String otherwise, long least, long most) {
        String text = options.getOrDefault(name, otherwise);
        String rule = "option " + name + " needs a whole number from " + least + " to " + most;
        if (text.isEmpty()) {
            throw new IllegalArgumentException(rule + ", and is missing");
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(rule + ", not '" + text + "'", wrong);
        }
        throw new IllegalArgumentException(rule + ", not '" + text + "'");
    }

    private Plan plan(long seed) {
        int nodes = options.containsKey("--nodes") ? (int) number("--nodes", "", 2, 32) : 0;
        Plan drawn = withClocks(Plan.drawn(seed, nodes, (int) number("--minutes", "2", 1, 1_000)));
        return switch (options.getOrDefault("--timing", "drawn")) {
            case "drawn" -> drawn;
            case "standard" -> drawn.with(Timing.STANDARD);
            case "fast" -> drawn.with(Timing.FAST);
            default -> throw new IllegalArgumentException("option --timing needs 'standard', 'fast' or 'drawn'");
        };
    }

    private Plan withClocks(Plan drawn) {
        return switch (options.getOrDefault("--clocks", "drawn")) {
            case "drawn" -> drawn;
            case "right" -> drawn.withClocks(false);
            case "wrong" -> drawn.withClocks(true);
            default -> throw new IllegalArgumentException("option --clocks needs 'right', 'wrong' or 'drawn'");
        };
    }

    private int one(boolean told) {
        Plan plan = plan(number("--seed", "", Long.MIN_VALUE, Long.MAX_VALUE));
        out.accept(plan.toString());
        Simulation simulation = new Simulation(
                plan,
                new Conduct(),
                BoardMedium::new,
                options.containsKey("--detailed"),
                told ? Optional.of(out) : Optional.empty());
        if (options.containsKey("--faults")) {
            simulation.with(Shrinker.chosen(
                    options.get("--faults"), Simulation.run(plan).faults()));
        }
        Simulation.Outcome outcome = simulation.run();
        out.accept(outcome.steps() + " steps, " + outcome.faults().size() + " faults, whole again after "
                + outcome.recoveryMillis() + " ms");
        outcome.failure().ifPresent(text -> {
            out.accept("seed " + outcome.seed() + " failed: " + text);
            if (!told && !options.containsKey("--faults")) {
                shrink(plan, outcome, text);
            }
        });
        out.accept("hash of the event log: " + Long.toHexString(outcome.hash()));
        return outcome.failure().isEmpty() ? 0 : 1;
    }

    private void shrink(Plan plan, Simulation.Outcome outcome, String failure) {
        Shrinker shrinker = new Shrinker(
                faults -> new Simulation(plan, new Conduct(), BoardMedium::new, false, Optional.empty())
                        .with(faults)
                        .run(),
                Shrinker.reasonOf(failure));
        shrinker.shrink(outcome.faults())
                .ifPresentOrElse(
                        few -> {
                            out.accept("it fails with these faults alone:");
                            few.forEach(begun -> out.accept("  " + begun.number() + ": " + begun.fault()));
                            String list = few.isEmpty() ? "none" : Shrinker.list(few);
                            out.accept("replay them with: " + replay(plan.seed()) + " --faults " + list);
                        },
                        () -> out.accept("it does not fail when its faults are replayed one by one"));
    }

    private int trace() {
        Optional<String> failure;
        Supplier<List<String>> lines;
        if (options.containsKey("--story")) {
            StoryFile story = StoryFile.read(Path.of(options.getOrDefault("--story", "")));
            StoryStage stage = new StoryStage(story.setting().plan());
            lines = traceOf(stage.cluster());
            failure = StoryTeller.run(story, stage).failure();
        } else {
            Plan plan = plan(number("--seed", "", Long.MIN_VALUE, Long.MAX_VALUE));
            Simulation simulation = new Simulation(
                    ofAuthority() ? plan.onOneDisk().withClocks(false) : plan,
                    new Conduct(),
                    BoardMedium::new,
                    false,
                    Optional.empty());
            lines = traceOf(simulation.cluster());
            failure = simulation.run().failure();
        }
        lines.get().forEach(out);
        failure.ifPresent(text -> out.accept("\\* the run failed: " + text));
        return failure.isEmpty() ? 0 : 1;
    }

    private boolean ofAuthority() {
        return switch (options.getOrDefault("--of", "agreement")) {
            case "agreement" -> false;
            case "authority" -> true;
            default -> throw new IllegalArgumentException("option --of needs 'agreement' or 'authority'");
        };
    }

    /// Begins to watch a cluster; gives what was written down by then.
    private Supplier<List<String>> traceOf(SimCluster cluster) {
        return ofAuthority() ? new AuthorityTrace(cluster, "r1")::lines : new AgreementTrace(cluster)::lines;
    }

    private int stories(String place) {
        if (place.isEmpty() || place.startsWith("--")) {
            throw new IllegalArgumentException("story needs a file, a folder or 'all'");
        }
        if (place.equals("all") && !Files.isDirectory(STORIES)) {
            throw new StoryUnreadable("there is no folder " + STORIES + " here; go to the top folder of the sources,"
                    + " or name a file or a folder");
        }
        List<StoryFile> stories = StoryTeller.read(place.equals("all") ? STORIES : Path.of(place));
        List<String> failed = new ArrayList<>();
        for (StoryFile story : stories) {
            Optional<String> failure = tell(story);
            if (failure.isPresent()) {
                failed.add(story.name());
                out.accept("story " + story.name() + " failed: " + failure.get());
            }
        }
        out.accept(stories.size() + (stories.size() == 1 ? " story" : " stories") + ", failed: " + failed);
        return failed.isEmpty() ? 0 : 1;
    }

    private Optional<String> tell(StoryFile story) {
        if (!options.containsKey("--rewrite")) {
            return StoryTeller.check(story);
        }
        try {
            return StoryTeller.rewrite(story);
        } catch (IOException wrong) {
            throw new StoryUnreadable(story.path() + " cannot be written: " + wrong.getMessage());
        }
    }

    private int soak() {
        long from = number("--from", "1", Long.MIN_VALUE, Long.MAX_VALUE / 2);
        boolean json = options.containsKey("--json");
        OptionalLong seeds = limit("--seeds");
        OptionalLong seconds = limit("--seconds");
        boolean endless = seeds.isEmpty() && seconds.isEmpty();
        boolean failFast = endless || options.containsKey("--fail-fast");
        Soak soak = new Soak(this::plan, progress, Simulation::run);
        soak.run(from, seeds, seconds, failFast, failed -> {
            if (!json) {
                out.accept("seed " + failed.seed() + " failed: "
                        + failed.failure().orElse("") + "; replay it with: " + replay(failed.seed())
                        + "; shrink it with 'run' in place of 'replay'");
            }
        });
        out.accept(json ? soak.json() : soak.text());
        return soak.violations() == 0 ? 0 : 1;
    }

    private String replay(long seed) {
        StringBuilder replay = new StringBuilder("orion sim replay --seed " + seed);
        for (String name : List.of("--nodes", "--minutes", "--timing", "--clocks")) {
            if (options.containsKey(name)) {
                replay.append(' ').append(name).append(' ').append(options.get(name));
            }
        }
        return replay.toString();
    }

    private OptionalLong limit(String name) {
        return options.containsKey(name)
                ? OptionalLong.of(number(name, "", 1, Integer.MAX_VALUE))
                : OptionalLong.empty();
    }
}
