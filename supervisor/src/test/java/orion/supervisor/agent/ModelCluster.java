package orion.supervisor.agent;

import java.util.Optional;
import orion.supervisor.agent.AgentControl.Asker;

/// A cluster of two hosts with one resource, as its daemons know it; each answers as a daemon does, at once or
/// after others have gone on.
final class ModelCluster {
    enum Phase {
        OFFLINE,
        LOADING,
        RUNNING,
        UNLOADING
    }

    static final int NOWHERE = -1;

    private final TurnTaking turns;
    private final boolean[] daemonAlive = {true, true};
    Phase phase = Phase.OFFLINE;
    /// The host that may hold the resource: from the order to load it until all of it is stopped for certain.
    int holder = NOWHERE;

    boolean maintenance;
    int moves;

    ModelCluster(TurnTaking turns) {
        this.turns = turns;
    }

    void daemon(int host, boolean alive) {
        daemonAlive[host] = alive;
    }

    /// The way of one host's programs to its daemon.
    ClusterAuthority of(int host) {
        return new ClusterAuthority() {
            @Override
            public Word onStart(String resource, Asker asker) {
                turns.pass();
                Word word = word(host, asker);
                turns.pass();
                return word;
            }

            @Override
            public Optional<Word> whyDown(String resource) {
                return Optional.empty();
            }

            @Override
            public Optional<String> move(String resource) {
                turns.pass();
                moves++;
                turns.pass();
                return Optional.of("no other node is up");
            }
        };
    }

    private ClusterAuthority.Word word(int host, Asker asker) {
        if (!daemonAlive[host]) {
            return new ClusterAuthority.Word.Forbidden("the daemon does not answer");
        }
        if (holder != host) {
            return new ClusterAuthority.Word.Forbidden("not loaded here");
        }
        return switch (phase) {
            case OFFLINE -> new ClusterAuthority.Word.Forbidden("offline");
            case UNLOADING -> new ClusterAuthority.Word.Planned("unloading");
            case LOADING ->
                asker == Asker.PERSON
                        ? new ClusterAuthority.Word.Permitted()
                        : new ClusterAuthority.Word.Planned("loading");
            case RUNNING ->
                maintenance && asker == Asker.PROGRAM
                        ? new ClusterAuthority.Word.Planned("maintenance")
                        : new ClusterAuthority.Word.Permitted();
        };
    }
}
