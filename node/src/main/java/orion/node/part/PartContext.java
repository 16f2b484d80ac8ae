package orion.node.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import orion.node.guard.HeldRecords;
import orion.node.guard.RunDirectory;
import orion.node.os.Superuser;

/// What a part needs to know of its surroundings.
///
/// @param resource name of the resource it belongs to
/// @param name name of the part, unique in the resource and fit for file names
/// @param cleaner tools of the resource that still work when everything else has been forbidden
/// @param host how the host is reached
/// @param mayGoOn says at any moment whether a program of this part may be let go now
/// @param lease says at any moment whether this node's lease is valid; asked where something goes on by
///     itself
/// @param ended gets one sentence when the part has ended by itself
record PartContext(
        RunDirectory run,
        HeldRecords records,
        String resource,
        String name,
        Tools cleaner,
        HostAccess host,
        BooleanSupplier mayGoOn,
        BooleanSupplier lease,
        Consumer<String> ended) {
    /// Refuses what only root may do, before anything is begun, where the daemon is not root.
    ///
    /// @param label the part's
    void requireRoot(String label) throws PartFailure {
        if (!host.root()) {
            throw new PartFailure("%s needs root, and the daemon of this node runs as user %s; run it as root"
                    .formatted(label, Superuser.userName()));
        }
    }

    /// A new fence for processes of this part.
    Enclosure enclosure(String purpose) {
        return new Enclosure(run, records, host, mayGoOn, resource, name + "-" + purpose);
    }

    /// A new fence for what this part does again and again while it is up.
    ///
    /// @param wanted whether it still is; with the lease, asked right before each program is let go
    Enclosure enclosureWhileHeld(String purpose, BooleanSupplier wanted) {
        BooleanSupplier gate = () -> wanted.getAsBoolean() && lease.getAsBoolean();
        return new Enclosure(run, records, host, gate, resource, name + "-" + purpose);
    }

    /// A new fence for what takes this part away: nothing but the end of the daemon holds that up.
    Enclosure cleaningEnclosure() {
        return new Enclosure(run, records, host, () -> true, resource, name + "-cleaning");
    }

    Tools tools(Enclosure enclosure) {
        return new Tools(enclosure, host.toolPrefix());
    }

    /// The log for one kind of output of this part.
    OutputLog log(String purpose) throws PartFailure {
        Path path = run.logs().resolve(resource).resolve(name + "." + purpose + ".out");
        try {
            return new OutputLog(path);
        } catch (IOException failed) {
            throw new PartFailure("the log %s cannot be made: %s".formatted(path, failed.getMessage()));
        }
    }
}
