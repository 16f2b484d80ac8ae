package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Runs the simulator from a command line.
///
/// - `run --seed N [--nodes K] [--minutes M]`: one run;
/// - `soak --seeds N [--from S]`: many runs, one after the other;
/// - `replay --seed N [--detailed yes]`: one run with a line per event and a column per node.
public final class Main {
    private static final String USAGE = "usage: sim run|replay --seed N [--nodes K] [--minutes M] [--detailed yes],"
            + " or sim soak --seeds N [--from S] [--nodes K] [--minutes M]";
    private static final List<String> OPTIONS =
            List.of("--seed", "--seeds", "--from", "--nodes", "--minutes", "--detailed");

    private final Consumer<String> out;
    private final Map<String, String> options = new TreeMap<>();

    private Main(Consumer<String> out) {
        this.out = out;
    }

    /// Exit status 0: all went well; 1: a run failed; 2: wrong arguments.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out::println));
    }

    /// Runs one command.
    ///
    /// @param out takes what is printed, line by line
    /// @return the exit status
    public static int run(List<String> arguments, Consumer<String> out) {
        try {
            return new Main(out).carryOut(arguments);
        } catch (IllegalArgumentException wrong) {
            out.accept("sim: " + wrong.getMessage() + "; " + USAGE);
            return 2;
        }
    }

    private int carryOut(List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        for (int i = 1; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!OPTIONS.contains(name) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("'" + name + "' is not an option with a value");
            }
            options.put(name, arguments.get(i + 1));
        }
        return switch (command) {
            case "run" -> one(false);
            case "replay" -> one(true);
            case "soak" -> soak();
            default -> throw new IllegalArgumentException("there is no command '" + command + "'");
        };
    }

    private long number(String name, String otherwise, long least, long most) {
        String text = options.getOrDefault(name, otherwise);
        String rule = "option " + name + " needs a whole number from " + least + " to " + most;
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
        return Plan.drawn(seed, nodes, (int) number("--minutes", "2", 1, 1_000));
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
        Simulation.Outcome outcome = simulation.run();
        out.accept(outcome.toString());
        return report(outcome);
    }

    private int report(Simulation.Outcome outcome) {
        if (outcome.failure().isEmpty()) {
            return 0;
        }
        StringBuilder replay = new StringBuilder("sim replay --seed " + outcome.seed());
        for (String name : List.of("--nodes", "--minutes")) {
            if (options.containsKey(name)) {
                replay.append(' ').append(name).append(' ').append(options.get(name));
            }
        }
        out.accept("seed " + outcome.seed() + " failed: " + outcome.failure().get());
        out.accept("replay it with: " + replay);
        return 1;
    }

    private int soak() {
        long from = number("--from", "1", Long.MIN_VALUE, Long.MAX_VALUE / 2);
        long seeds = number("--seeds", "100", 1, Long.MAX_VALUE / 2);
        List<Long> failed = new ArrayList<>();
        long steps = 0;
        long slowest = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            Simulation.Outcome outcome = Simulation.run(plan(seed));
            steps += outcome.steps();
            slowest = Math.max(slowest, outcome.recoveryMillis());
            if (report(outcome) != 0) {
                failed.add(seed);
            }
        }
        out.accept(seeds + " seeds, " + steps + " steps, slowest recovery " + slowest + " ms, failed: " + failed);
        return failed.isEmpty() ? 0 : 1;
    }
}
