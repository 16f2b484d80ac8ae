package orion.cli.supervisor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import orion.cli.Call;
import orion.cli.Surroundings;
import orion.supervisor.agent.ClusterAuthority;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What the supervisor's programs have in common: each is the root of a command line of its own, and has nothing to do
/// with the directory of a node.
abstract class SupervisorProgram implements Callable<Integer>, Surroundings.Root {
    private final Surroundings surroundings;
    private @Spec CommandSpec spec = CommandSpec.create();

    SupervisorProgram(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public final Optional<Path> directory() {
        return Optional.empty();
    }

    /// Its configuration: what it is about, as a node's directory is what other commands are about.
    abstract Path configuration();

    @Override
    public final Optional<Path> subject() {
        return Optional.of(configuration());
    }

    /// What the cluster says, where this host is a node of one.
    final ClusterAuthority cluster() {
        return new NodeAuthority(Call.of(spec).directory());
    }

    /// The command line that runs.
    final CommandSpec spec() {
        return spec;
    }
}
