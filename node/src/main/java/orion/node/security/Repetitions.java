package orion.node.security;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Tells what [repeats itself][Repetition] once a minute for each who is behind it, so that one does not hide
/// another. Of more than so many within a minute the rest counts as one: whoever has many addresses must not
/// fill the journal either.
public final class Repetitions {
    static final int MOST = 64;

    private final InstantSource clock;
    private final Consumer<String> journal;
    private final Map<String, Repetition> told = new LinkedHashMap<>();
    private final Repetition others;

    public Repetitions(InstantSource clock, Consumer<String> journal) {
        this.clock = clock;
        this.journal = journal;
        this.others = new Repetition(clock, journal);
    }

    /// Tells this, or counts it.
    ///
    /// @param behind who or what it comes from
    public synchronized void note(String behind, String sentence) {
        if (!told.containsKey(behind) && told.size() == MOST) {
            told.values().removeIf(each -> !each.isQuiet());
        }
        if (told.containsKey(behind) || told.size() < MOST) {
            told.computeIfAbsent(behind, _ -> new Repetition(clock, journal)).note(sentence);
        } else {
            others.note(sentence);
        }
    }
}
