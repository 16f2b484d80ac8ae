package orion.supervisor.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.supervisor.agent.AgentControl.Asker;

/// A cluster that says what the test wants it to, and remembers what it was asked to move.
public final class StandInCluster implements ClusterAuthority {
    private Word word = new Word.Permitted();
    private Optional<Word> down = Optional.empty();
    private Runnable whileMoving = () -> {};
    private final List<String> moved = new ArrayList<>();
    private Optional<String> moveRefusal = Optional.empty();

    public synchronized StandInCluster says(Word next) {
        word = next;
        return this;
    }

    public synchronized StandInCluster isDown(Word why) {
        down = Optional.of(why);
        return this;
    }

    /// While it is asked to move something.
    synchronized void meanwhile(Runnable work) {
        whileMoving = work;
    }

    synchronized void refusesToMove(String why) {
        moveRefusal = Optional.of(why);
    }

    synchronized List<String> moved() {
        return List.copyOf(moved);
    }

    @Override
    public synchronized Word onStart(String resource, Asker asker) {
        return word;
    }

    @Override
    public synchronized Optional<Word> whyDown(String resource) {
        return down;
    }

    @Override
    public Optional<String> move(String resource) {
        Runnable work;
        synchronized (this) {
            moved.add(resource);
            work = whileMoving;
        }
        work.run();
        synchronized (this) {
            return moveRefusal;
        }
    }
}
