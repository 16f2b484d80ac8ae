package orion.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import orion.sim.FaultInjector.Begun;
import orion.sim.Simulation.Outcome;

/// Makes a short story of a run that failed: leaves out faults, and shortens those that stay, as long as the run still
/// fails for the same reason.
final class Shrinker {
    /// Halving a duration further tells nobody more.
    private static final long SHORT_MILLIS = 50;

    private final Function<List<Begun>, Outcome> replay;
    private final String reason;

    /// Prepares.
    ///
    /// @param replay runs the plan again with these faults and no others
    /// @param reason what a run must break to count, as [#reasonOf] says it
    Shrinker(Function<List<Begun>, Outcome> replay, String reason) {
        this.replay = replay;
        this.reason = reason;
    }

    /// What a failure has in common with another one of the same kind: the name of the invariant.
    static String reasonOf(String failure) {
        return failure.substring(0, Math.max(0, failure.indexOf(':')));
    }

    /// Faults as one word, for [#chosen].
    static String list(List<Begun> faults) {
        return String.join(
                ",",
                faults.stream()
                        .map(begun -> begun.number() + ":" + begun.fault().durationMillis())
                        .toList());
    }

    /// Those of all faults of a run that a list names: `3,7:1500` is the third, and the seventh for 1,500 ms.
    ///
    /// @throws IllegalArgumentException where it names none of them, in one sentence
    static List<Begun> chosen(String list, List<Begun> all) {
        List<Begun> chosen = new ArrayList<>();
        for (String item : list.equals("none") ? new String[0] : list.split(",", -1)) {
            String[] parts = item.split(":", -1);
            boolean numbers = parts.length <= 2 && item.matches("[0-9]{1,6}(:[0-9]{1,9})?");
            if (!numbers || Integer.parseInt(parts[0]) < 1 || Integer.parseInt(parts[0]) > all.size()) {
                throw new IllegalArgumentException("option --faults needs numbers from 1 to " + all.size()
                        + ", the faults of the run, with milliseconds where they are shorter, like 3,7:1500; not '"
                        + item + "'");
            }
            Begun fault = all.get(Integer.parseInt(parts[0]) - 1);
            chosen.add(parts.length == 2 ? shortened(fault, Long.parseLong(parts[1])) : fault);
        }
        return chosen;
    }

    /// A fault that lasted longer than what was drawn could be one that the protocol need not bear.
    private static Begun shortened(Begun fault, long millis) {
        if (millis > fault.fault().durationMillis()) {
            throw new IllegalArgumentException(
                    "fault " + fault.number() + " lasts " + fault.fault().durationMillis()
                            + " ms; option --faults can make it shorter, not " + millis + " ms");
        }
        return fault.lasting(millis);
    }

    /// The fewest and shortest faults found; empty where the run does not fail when all of them are replayed.
    Optional<List<Begun>> shrink(List<Begun> faults) {
        return fails(faults) ? Optional.of(shorten(drop(faults))) : Optional.empty();
    }

    private boolean fails(List<Begun> faults) {
        return replay.apply(faults).failure().map(Shrinker::reasonOf).equals(Optional.of(reason));
    }

    /// Delta debugging: leaves out ever smaller pieces, until no single fault can be left out any more.
    private List<Begun> drop(List<Begun> all) {
        List<Begun> kept = all;
        int size = Math.max(1, kept.size() / 2);
        while (true) {
            boolean dropped = false;
            for (int from = 0; from < kept.size(); ) {
                List<Begun> fewer = new ArrayList<>(kept);
                fewer.subList(from, Math.min(from + size, fewer.size())).clear();
                if (fails(fewer)) {
                    kept = fewer;
                    dropped = true;
                } else {
                    from += size;
                }
            }
            if (size == 1 && !dropped) {
                return kept;
            }
            size = Math.max(1, size / 2);
        }
    }

    private List<Begun> shorten(List<Begun> faults) {
        List<Begun> kept = new ArrayList<>(faults);
        for (int i = 0; i < kept.size(); i++) {
            boolean shorter = true;
            while (shorter && kept.get(i).fault().durationMillis() > SHORT_MILLIS) {
                Begun before = kept.get(i);
                kept.set(i, before.lasting(before.fault().durationMillis() / 2));
                shorter = fails(kept);
                if (!shorter) {
                    kept.set(i, before);
                }
            }
        }
        return kept;
    }
}
