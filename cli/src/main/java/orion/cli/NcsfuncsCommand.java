package orion.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import orion.node.api.ControlReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `orion ncsfuncs`: where the library of functions for old scripts is, and how it comes to be where they look for it.
@Command(
        name = "ncsfuncs",
        description = "Tell where the functions for scripts of Novell Cluster Services are.",
        footer = {"", "Example: orion ncsfuncs --link"})
final class NcsfuncsCommand implements Callable<Integer> {
    /// Where old scripts look for it.
    static final Path OLD_PLACE = Path.of("/opt/novell/ncs/lib/ncsfuncs");

    private static final Path IN_AN_INSTALLATION = Path.of("ncs/ncsfuncs");

    private @Spec CommandSpec spec = CommandSpec.create();
    private @Mixin FormatOptions format = new FormatOptions();

    @Option(names = "--link", description = "make the path that old scripts name lead there, on this node")
    private boolean link;

    @Override
    public Integer call() throws CommandFailure {
        Path library = Surroundings.of(spec).home().resolve(IN_AN_INSTALLATION);
        if (!Files.isReadable(library)) {
            throw new CommandFailure("the library " + library + " is missing; install orion anew");
        }
        if (link) {
            format.write(ControlReply.done(linked(OLD_PLACE, library) + ": " + OLD_PLACE + " leads to " + library));
        } else {
            format.write(ControlReply.done(library.toString()));
        }
        return ExitCode.DONE;
    }

    /// What is there already stays, unless it is a link to a library of an installation of ours, by its name and place.
    static String linked(Path place, Path library) throws CommandFailure {
        try {
            if (Files.isSymbolicLink(place)) {
                Path there = Files.readSymbolicLink(place);
                if (there.equals(library)) {
                    return "nothing to do";
                }
                if (!there.endsWith(IN_AN_INSTALLATION)) {
                    throw new CommandFailure(
                            "%s leads to %s, which is not ours, so it is not touched; move it away first"
                                    .formatted(place, there));
                }
                Files.delete(place);
            } else if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new CommandFailure(
                        "%s is there already and is not a link, so it is not touched; move it away first"
                                .formatted(place));
            }
            Files.createDirectories(place.getParent());
            Files.createSymbolicLink(place, library);
            return "done";
        } catch (IOException failed) {
            throw new CommandFailure(
                    "%s cannot be made: %s; become root and try again".formatted(place, failed), failed);
        }
    }
}
