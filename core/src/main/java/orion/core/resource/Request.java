package orion.core.resource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import orion.core.configuration.Author;
import orion.core.configuration.Change;
import orion.core.model.Member;
import orion.core.model.NodeId;

/// What a member asks of the master: an administrator's command or a report of its own work.
public sealed interface Request {
    /// Start a resource and keep it running, on a given node or on the most preferred one that is up.
    record Online(String resource, Optional<NodeId> node) implements Request {}

    /// Stop a resource and keep it stopped.
    record Offline(String resource) implements Request {}

    /// Stop it where it is and start it on that node. An event, not a lasting constraint.
    record Migrate(String resource, NodeId node) implements Request {}

    /// What a person answers to the question about a resource (rule R4).
    ///
    /// @param kind the question that the person saw: by now it may be another one
    record Answer(String resource, Alert.Kind kind, boolean yes) implements Request {}

    /// Change the cluster objects: all of this, or nothing.
    ///
    /// @param changes   one after the other; what comes of them is judged together
    /// @param atSeconds seconds since 1970 by the clock of the node that was asked, for people only
    /// @param basedOn   the number of the edit that the author has seen; nothing that was changed later is touched
    /// @param restart   whether what runs may be restarted where it is, if it is to consist of something else
    /// @param confirmWithinMillis how long it may take to confirm the edit before it is undone; 0 where it stays
    record Edit(
            List<Change> changes,
            Author author,
            long atSeconds,
            OptionalLong basedOn,
            boolean restart,
            long confirmWithinMillis)
            implements Request {
        public Edit {
            changes = List.copyOf(changes);
        }

        /// One that is to stay.
        public Edit(List<Change> changes, Author author, long atSeconds, OptionalLong basedOn, boolean restart) {
            this(changes, author, atSeconds, basedOn, restart, 0);
        }

        /// The same on trial for that time.
        public Edit confirmedWithin(long millis) {
            return new Edit(changes, author, atSeconds, basedOn, restart, millis);
        }
    }

    /// Move everything away from a node, because it wants to leave.
    record Leave(NodeId node) implements Request {}

    /// Stop all resources and let every node leave.
    record Down() implements Request {}

    /// From now on the manager only looks on where this scope says; what a person asks for is done all the same.
    ///
    /// @param millis how long; [Maintenance#UNTIL_ENDED] until somebody ends it
    record BeginMaintenance(Maintenance.Scope scope, long millis) implements Request {}

    /// The manager acts again, on the situation it finds.
    record EndMaintenance(Maintenance.Scope scope) implements Request {}

    /// An ordered load or unload has ended.
    ///
    /// @param action    the number of the order
    /// @param dirty     after a failure: parts of the resource may still be active
    /// @param atSeconds seconds since 1970 by the clock of its host, for people only
    /// @param tookMillis how long it took
    record ActionDone(
            String resource,
            Member member,
            long action,
            boolean succeeded,
            boolean dirty,
            long atSeconds,
            int tookMillis,
            String reason)
            implements Request {}

    /// A running resource is not well.
    record Failed(String resource, Member member, long action, Symptom symptom, String reason) implements Request {}
}
