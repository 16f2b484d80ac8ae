package orion.supervisor.monitor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long the newest answers of each agent took.
final class ResponseTimes {
    /// So many of each agent.
    static final int KEPT = 120;
    /// In place of milliseconds: it did not answer as it should.
    static final int NONE = -1;

    private static final int[] NOTHING = {};

    private final Map<String, int[]> newest = new HashMap<>();

    synchronized void polled(String agent, Verdict verdict) {
        switch (verdict.sign()) {
            case USEFUL -> {
                if (verdict.millis().isPresent()) {
                    add(agent, (int)
                            Math.min(Integer.MAX_VALUE, verdict.millis().getAsLong()));
                }
            }
            case USELESS, ABSENT -> add(agent, NONE);
            case UNCLEAR -> {
                // Says nothing for or against it.
            }
        }
    }

    private void add(String agent, int millis) {
        int[] before = newest.getOrDefault(agent, NOTHING);
        int skipped = before.length == KEPT ? 1 : 0;
        int[] after = Arrays.copyOfRange(before, skipped, before.length + 1);
        after[after.length - 1] = millis;
        newest.put(agent, after);
    }

    /// The newest last, in milliseconds.
    synchronized List<Integer> of(String agent) {
        return Arrays.stream(newest.getOrDefault(agent, NOTHING)).boxed().toList();
    }
}
