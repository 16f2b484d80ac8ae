package orion.supervisor.agent;

import java.util.Optional;
import orion.supervisor.agent.AgentControl.Asker;

/// A cluster of two hosts with one resource, as its daemons know it; each answers as a daemon does, at once or
/// after others have gone on.
final class ModelCluster {
    enum Phase {
        OFFLINE("Offline"),
        LOADING("Loading"),
        RUNNING("Running"),
        UNLOADING("Unloading");

        private final String word;

        Phase(String word) {
            this.word = word;
        }
    }

    static final int NOWHERE = -1;

    private final TurnTaking turns;
    private final boolean[] daemonAlive = {true, true};
    Phase phase = Phase.OFFLINE;
    /// The host that may hold the resource: from the order to load it until all of it is stopped for certain.
    int holder = NOWHERE;

    boolean maintenance;
    /// Where it was asked to load the resource next; nowhere where nobody asked.
    int target = NOWHERE;
    int moves;
    int agreed;

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
                Optional<String> refusal = report(host).whyNotMoved();
                if (refusal.isPresent() || !daemonAlive[host]) {
                    return Optional.of(refusal.orElse("the daemon does not answer"));
                }
                if (turns.chance(40)) {
                    return Optional.of("no other node is up");
                }
                target = 1 - host;
                agreed++;
                turns.pass();
                return Optional.empty();
            }
        };
    }

    /// The rules are those of the real cluster, for what it says of this moment.
    private ClusterAuthority.Word word(int host, Asker asker) {
        return daemonAlive[host]
                ? report(host).onStart(asker)
                : new ClusterAuthority.Word.Forbidden("the daemon does not answer");
    }

    private ResourceReport report(int host) {
        return new ResourceReport(
                name(host),
                "",
                "mail",
                phase.word,
                holder == NOWHERE ? "" : name(holder),
                target == NOWHERE ? "" : ", then to " + name(target),
                true,
                maintenance,
                "");
    }

    private static String name(int host) {
        return "node" + host;
    }
}
