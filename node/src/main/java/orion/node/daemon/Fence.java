package orion.node.daemon;

import java.nio.file.Path;
import java.util.Optional;
import orion.node.os.Superuser;

/// What the daemon does when it may hold nothing any more and cannot prove that everything is stopped.
public enum Fence {
    /// Reboots the host by force, without unmounting anything: the only safe way on a real server.
    REBOOT(Optional.of(Path.of("reboot"))),
    /// Ends at once; the guard beside it kills every process of every resource. For demonstrations and tests,
    /// where there is no host to reboot.
    KILL(Optional.empty());

    private final Optional<Path> program;

    Fence(Optional<Path> program) {
        this.program = program;
    }

    /// Who cannot carry out what makes the others safe must not become a member.
    ///
    /// @throws SetupException where this user may not reboot the host and would have to
    void requireRight(NodeSettings settings, Path directory) throws SetupException {
        if (this == REBOOT && !Superuser.runsThis()) {
            throw new SetupException("node " + settings.name() + " in " + directory + " cannot run as user "
                    + Superuser.userName() + ", who may not reboot this host when not everything can be stopped;"
                    + " run it as root, for example with sudo (for a demonstration --fence kill does without)");
        }
    }

    /// What the guard runs to the same end after the daemon's death, looked for on the system's usual path.
    Optional<Path> program() {
        return program;
    }
}
