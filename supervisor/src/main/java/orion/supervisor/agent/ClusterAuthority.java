package orion.supervisor.agent;

import java.util.Optional;
import orion.supervisor.agent.AgentControl.Asker;

/// What the cluster says to the start of an agent on this host: the one place where the supervisor and the
/// cluster meet. It is asked about agents that belong to a resource, and only about those: such an agent may
/// run only where its resource is loaded.
public interface ClusterAuthority {
    /// This host is no node of a cluster, so nothing of a cluster may run on it.
    ClusterAuthority NOT_CLUSTERED = new ClusterAuthority() {
        @Override
        public Word onStart(String resource, Asker asker) {
            return new Word.Forbidden("it belongs to the resource " + resource + ", and this host is no node of a"
                    + " cluster; if it is to run without one, take resource = out of its section");
        }

        @Override
        public Optional<Word> whyDown(String resource) {
            return Optional.empty();
        }

        @Override
        public Optional<String> move(String resource) {
            return Optional.of("this host is no node of a cluster");
        }
    };

    /// The answer to whoever wants to start an agent.
    sealed interface Word {
        /// It may be started here now.
        record Permitted() implements Word {}

        /// Not now: something planned is under way. Who repairs by himself waits, and alarms nobody.
        record Planned(String why) implements Word {}

        /// No.
        record Forbidden(String why) implements Word {}
    }

    /// Whether an agent of a resource may be started on this host now. Who cannot find out says no.
    Word onStart(String resource, Asker asker);

    /// Why it is no wonder when the agents of a resource do not answer, on whichever node: something is planned, or
    /// a person has to do something first. Nothing where that is a wonder.
    Optional<Word> whyDown(String resource);

    /// Asks the cluster to move a resource away from this host. May take as long as the cluster needs to agree on it,
    /// so no lock may be held meanwhile.
    ///
    /// @return why it does not; nothing where it will
    Optional<String> move(String resource);
}
