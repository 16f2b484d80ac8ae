package orion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `orion version`: which build this is, and on which Java it runs.
@Command(name = "version", description = "Tell which build this is.")
final class VersionCommand implements Callable<Integer> {
    private @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Screen.of(spec).line(new Version().getVersion()[0] + " on Java " + Runtime.version());
        return ExitCode.DONE;
    }

    /// Reads the version out of the jar's manifest, where the build wrote it.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"orion " + (version == null ? "(unpacked classes)" : version)};
        }
    }
}
