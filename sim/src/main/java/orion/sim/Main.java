package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs the simulator from a command line.
///
/// - `run --seed N [--nodes K] [--minutes M]`: one run;
/// - `soak --seeds N [--from S]`: many runs, one after the other, up to the first failures;
/// - `replay --seed N [--detailed]`: one run with a line per event and a column per node.
public final class Main {
    private static final String USAGE =
            "sim run --seed N [--nodes K] [--minutes M] | sim soak --seeds N [--from S] [--nodes K] [--minutes M]"
                    + " | sim replay --seed N [--nodes K] [--minutes M] [--detailed yes]";

    private Main() {}

    /// Exit status 0: all went well; 1: a run failed; 2: wrong arguments.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    /// Runs one command and returns its exit status.
    public static int run(List<String> arguments) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        try {
            return switch (command) {
                case "run" -> one(options, false);
                case "replay" -> one(options, true);
                case "soak" -> soak(options);
                default -> usage("there is no command '" + command + "'");
            };
        } catch (NumberFormatException e) {
            return usage("an option needs a whole number: " + e.getMessage());
        }
    }

    private static int usage(String complaint) {
        System.err.println("sim: " + complaint + "; usage: " + USAGE);
        return 2;
    }

    private static Plan plan(Map<String, String> options, long seed) {
        int nodes = Integer.parseInt(options.getOrDefault("--nodes", "0"));
        int minutes = Integer.parseInt(options.getOrDefault("--minutes", "2"));
        return Plan.drawn(seed, nodes, minutes);
    }

    private static int one(Map<String, String> options, boolean told) {
        Plan plan = plan(options, Long.parseLong(options.getOrDefault("--seed", "1")));
        System.out.println(plan);
        boolean detailed = options.containsKey("--detailed");
        Simulation simulation = new Simulation(
                plan, new Conduct(), new BoardMedium(), detailed, told ? System.out::println : line -> {});
        Simulation.Outcome outcome = simulation.run();
        System.out.println(outcome);
        return report(options, outcome);
    }

    private static int report(Map<String, String> options, Simulation.Outcome outcome) {
        if (outcome.failure().isEmpty()) {
            return 0;
        }
        StringBuilder replay = new StringBuilder("sim replay --seed " + outcome.seed());
        for (String name : List.of("--nodes", "--minutes")) {
            if (options.containsKey(name)) {
                replay.append(' ').append(name).append(' ').append(options.get(name));
            }
        }
        System.out.println(
                "seed " + outcome.seed() + " failed: " + outcome.failure().get());
        System.out.println("replay it with: " + replay);
        return 1;
    }

    private static int soak(Map<String, String> options) {
        long from = Long.parseLong(options.getOrDefault("--from", "1"));
        long seeds = Long.parseLong(options.getOrDefault("--seeds", "100"));
        List<Long> failed = new ArrayList<>();
        long steps = 0;
        long slowest = 0;
        for (long seed = from; seed < from + seeds; seed++) {
            Simulation.Outcome outcome = Simulation.run(plan(options, seed));
            steps += outcome.steps();
            slowest = Math.max(slowest, outcome.recoveryMillis());
            if (report(options, outcome) != 0) {
                failed.add(seed);
            }
        }
        System.out.println(
                seeds + " seeds, " + steps + " steps, slowest recovery " + slowest + " ms, failed: " + failed);
        return failed.isEmpty() ? 0 : 1;
    }
}
