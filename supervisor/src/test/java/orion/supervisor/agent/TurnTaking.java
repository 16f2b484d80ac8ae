package orion.supervisor.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/// Runs several actors, of which one at a time goes on, from one [#pass] to its next; who that is comes from a
/// seed. So each order in which programs of a host can get ahead of each other comes up, and comes up again.
final class TurnTaking {
    /// What one actor does.
    interface Script {
        void run() throws Exception;
    }

    private static final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private boolean ended;
    }

    private static final long LONG_MILLIS = 400_000;

    private final SplittableRandom random;
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore back = new Semaphore(0);
    /// Whose turn it is.
    private Actor current = new Actor();
    private long clock = 1;
    private final List<Throwable> faults = new ArrayList<>();

    TurnTaking(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// A number below a limit, from the seed.
    int below(int limit) {
        return random.nextInt(limit);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    void actor(Script script) {
        Actor actor = new Actor();
        actors.add(actor);
        Thread.ofVirtual().start(() -> {
            actor.turn.acquireUninterruptibly();
            try {
                script.run();
            } catch (Exception | AssertionError fault) {
                faults.add(fault);
            } finally {
                actor.ended = true;
                back.release();
            }
        });
    }

    /// Milliseconds that grow with each pass, now and then by more than a start takes to count as a good one.
    long clock() {
        return clock;
    }

    /// Lets others go on; comes back when the seed says so.
    void pass() {
        clock += 1 + random.nextInt(100) + (random.nextInt(1500) == 0 ? LONG_MILLIS : 0);
        Actor actor = current;
        back.release();
        actor.turn.acquireUninterruptibly();
    }

    /// Runs until all have ended.
    void run() {
        List<Actor> alive = new ArrayList<>(actors);
        while (!alive.isEmpty() && faults.isEmpty()) {
            Actor next = alive.get(random.nextInt(alive.size()));
            current = next;
            next.turn.release();
            back.acquireUninterruptibly();
            if (next.ended) {
                alive.remove(next);
            }
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.getFirst().toString(), faults.getFirst());
        }
    }
}
