package orion.supervisor.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orion.supervisor.agent.AgentControl.Asker;

/// A cluster that says what the test wants it to, and remembers what it was asked to move.
public final class StandInCluster implements ClusterAuthority {
    private Word word = new Word.Permitted();
    private Optional<String> planned = Optional.empty();
    private final List<String> moved = new ArrayList<>();
    private Optional<String> moveRefusal = Optional.empty();

    public synchronized StandInCluster says(Word next) {
        word = next;
        return this;
    }

    public synchronized StandInCluster plans(String what) {
        planned = Optional.of(what);
        return this;
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
    public synchronized Optional<String> planned(String resource) {
        return planned;
    }

    @Override
    public synchronized Optional<String> move(String resource) {
        moved.add(resource);
        return moveRefusal;
    }
}
