package orion.core.wire;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import orion.core.configuration.ClusterConfiguration;
import orion.core.configuration.Edit;
import orion.core.configuration.RecentEdits;
import orion.core.configuration.Trial;
import orion.core.model.Member;
import orion.core.model.NodeId;
import orion.core.resource.Alert;
import orion.core.resource.ClusterState;
import orion.core.resource.Maintenance;
import orion.core.resource.Phase;
import orion.core.resource.ResourceState;
import orion.core.resource.StateId;
import orion.core.resource.Tally;
import orion.core.resource.Transaction;

/// The agreed state and its changes as bytes.
final class StateFormat {
    private static final List<Phase> PHASES = List.of(
            Phase.OFFLINE,
            Phase.QUORUM_WAIT,
            Phase.UNASSIGNED,
            Phase.LOADING,
            Phase.RUNNING,
            Phase.UNLOADING,
            Phase.COMATOSE,
            Phase.STOPPED,
            Phase.ALERT);

    private StateFormat() {}

    static void writeState(BoundedWriter writer, ClusterState state) {
        ModelFormat.writeStateId(writer, state.id());
        writer.int64(state.run()).flag(state.quorumReached());
        ConfigurationFormat.write(writer, state.configuration());
        EditFormat.writeRecent(writer, state.edits());
        writer.all(state.resources().values(), ConfigurationFormat.MOST_RESOURCES, StateFormat::writeResource);
        ModelFormat.writeNodes(writer, state.leaving());
        MaintenanceFormat.write(writer, state.maintenance());
    }

    static ClusterState readState(BoundedReader reader) {
        return readState(reader, StateCodec.VERSION);
    }

    /// @param version of the bytes: of one that is read
    static ClusterState readState(BoundedReader reader, int version) {
        StateId id = ModelFormat.readStateId(reader);
        long run = reader.int64();
        boolean quorumReached = reader.flag();
        ClusterConfiguration configuration = ConfigurationFormat.read(reader, version > StateCodec.WITHOUT_TOKENS);
        RecentEdits edits = readRecent(reader, version);
        if (edits.newest()
                .filter(edit -> edit.number() != configuration.version())
                .isPresent()) {
            throw reader.malformed("the configuration is not what the last edit led to");
        }
        if (edits.trial().filter(trial -> !trial.fits(configuration)).isPresent()) {
            throw reader.malformed("what undoes the edit on trial does not fit the configuration");
        }
        SortedMap<String, ResourceState> resources = new TreeMap<>();
        for (ResourceState resource :
                reader.rising(ConfigurationFormat.MOST_RESOURCES, 1, ResourceState::name, StateFormat::readResource)) {
            resources.put(resource.name(), resource);
        }
        // The rest of the protocol relies on it: each configured resource has a state, and nothing else has one.
        if (!resources.keySet().equals(configuration.resources().keySet())) {
            throw reader.malformed("the resources that have a state are not those that are configured");
        }
        return new ClusterState(
                id,
                run,
                quorumReached,
                configuration,
                edits,
                resources,
                ModelFormat.readNodes(reader),
                MaintenanceFormat.read(reader));
    }

    private static RecentEdits readRecent(BoundedReader reader, int version) {
        if (version <= StateCodec.WITHOUT_EDITS) {
            return RecentEdits.NONE;
        }
        return version <= StateCodec.WITH_NEWEST_ON_TRIAL
                ? EditFormat.readRecentWithNewestOnTrial(reader)
                : EditFormat.readRecent(reader);
    }

    static void writeTransaction(BoundedWriter writer, Transaction transaction) {
        ModelFormat.writeStateId(writer, transaction.id());
        writer.optional(transaction.configuration(), ConfigurationFormat::write);
        writer.optional(transaction.edit(), EditFormat::writeEdit);
        writer.optional(transaction.trial(), EditFormat::writeTrial);
        writer.flag(transaction.quorumReached());
        ModelFormat.writeNodes(writer, transaction.leaving());
        MaintenanceFormat.write(writer, transaction.maintenance());
        writer.all(transaction.resources(), ConfigurationFormat.MOST_RESOURCES, StateFormat::writeResource);
    }

    static Transaction readTransaction(BoundedReader reader) {
        StateId id = ModelFormat.readStateId(reader);
        Optional<ClusterConfiguration> configuration = reader.optional(ConfigurationFormat::read);
        Optional<Edit> edit = reader.optional(EditFormat::readEdit);
        Optional<Trial> trial = reader.optional(EditFormat::readTrial);
        if (trial.filter(it -> !it.undo().isEmpty()).isPresent()) {
            throw reader.malformed("a change tells what undoes an edit, which every member works out itself");
        }
        boolean quorumReached = reader.flag();
        SortedSet<NodeId> leaving = ModelFormat.readNodes(reader);
        Maintenance maintenance = MaintenanceFormat.read(reader);
        return new Transaction(
                id,
                configuration,
                edit,
                trial,
                quorumReached,
                leaving,
                maintenance,
                reader.list(ConfigurationFormat.MOST_RESOURCES, 1, StateFormat::readResource));
    }

    private static void writeResource(BoundedWriter writer, ResourceState resource) {
        writer.text(resource.name()).uint8(number(resource.phase()));
        writer.optional(resource.at(), ModelFormat::writeMember);
        writer.int64(resource.action()).flag(resource.wantedOnline());
        writer.optional(resource.moveTo(), ModelFormat::writeNode).flag(resource.byRule());
        writer.optional(resource.alert(), StateFormat::writeAlert);
        writer.optional(resource.staysFrom(), ModelFormat::writeMember);
        Tally tally = resource.tally();
        writer.int32(tally.lives())
                .int64(tally.upSinceSeconds())
                .int32(tally.failures())
                .int32(tally.failovers())
                .int32(tally.deadNodes())
                .flag(tally.acquitted())
                .int32(tally.loadMillis());
        writer.text(resource.reason());
    }

    private static ResourceState readResource(BoundedReader reader) {
        String name = reader.text();
        Phase phase = phase(reader);
        Optional<Member> at = reader.optional(ModelFormat::readMember);
        long action = reader.int64();
        boolean wantedOnline = reader.flag();
        Optional<NodeId> moveTo = reader.optional(ModelFormat::readNode);
        boolean byRule = reader.flag();
        Optional<Alert> alert = reader.optional(StateFormat::readAlert);
        Optional<Member> staysFrom = reader.optional(ModelFormat::readMember);
        Tally tally = new Tally(
                reader.int32(),
                reader.int64(),
                reader.int32(),
                reader.int32(),
                reader.int32(),
                reader.flag(),
                reader.int32());
        return new ResourceState(
                name, phase, at, action, wantedOnline, moveTo, byRule, alert, staysFrom, tally, reader.text());
    }

    private static void writeAlert(BoundedWriter writer, Alert alert) {
        writeKind(writer, alert.kind()).text(alert.cause());
    }

    static BoundedWriter writeKind(BoundedWriter writer, Alert.Kind kind) {
        return writer.uint8(
                switch (kind) {
                    case START -> 1;
                    case FAILOVER -> 2;
                    case FAILBACK -> 3;
                });
    }

    private static Alert readAlert(BoundedReader reader) {
        return new Alert(readKind(reader), reader.text());
    }

    static Alert.Kind readKind(BoundedReader reader) {
        int kind = reader.uint8();
        return switch (kind) {
            case 1 -> Alert.Kind.START;
            case 2 -> Alert.Kind.FAILOVER;
            case 3 -> Alert.Kind.FAILBACK;
            default -> throw reader.malformed("there is no kind " + kind + " of alerts");
        };
    }

    /// Numbers of their own, so that a new phase or another order in the source changes no bytes.
    private static int number(Phase phase) {
        return switch (phase) {
            case OFFLINE -> 0;
            case QUORUM_WAIT -> 1;
            case UNASSIGNED -> 2;
            case LOADING -> 3;
            case RUNNING -> 4;
            case UNLOADING -> 5;
            case COMATOSE -> 6;
            case STOPPED -> 7;
            case ALERT -> 8;
        };
    }

    private static Phase phase(BoundedReader reader) {
        int number = reader.uint8();
        if (number >= PHASES.size()) {
            throw reader.malformed("there is no phase " + number);
        }
        return PHASES.get(number);
    }
}
