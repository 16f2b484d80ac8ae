package orion.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import orion.node.os.Privileges;
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
    /// @throws SetupException where this process may not reboot the host and would have to
    void requireRight(NodeSettings settings, Path directory) throws SetupException, IOException {
        if (this == REBOOT) {
            requireRightToReboot(
                    Privileges.ofThis(),
                    "node " + settings.name() + " in " + directory + " cannot run as user " + Superuser.userName());
        }
    }

    /// Refuses a daemon that could not reboot, or whose guard could not.
    ///
    /// @param whoCannot the beginning of the sentence
    static void requireRightToReboot(Privileges privileges, String whoCannot) throws SetupException {
        if (!privileges.mayReboot() || !privileges.programsMayReboot()) {
            throw new SetupException(whoCannot + ", who may not reboot this host when not everything can be stopped:"
                    + " the capability CAP_SYS_BOOT is missing"
                    + (privileges.mayReboot() ? " for the programs it starts, such as the guard's reboot" : "")
                    + "; run it as root, for example with sudo, where a container or a unit's CapabilityBoundingSet="
                    + " does not take it away (for a demonstration --fence kill does without)");
        }
    }

    /// What the guard runs to the same end after the daemon's death, looked for on the system's usual path.
    Optional<Path> program() {
        return program;
    }
}
