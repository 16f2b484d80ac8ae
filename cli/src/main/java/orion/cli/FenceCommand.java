package orion.cli;

import picocli.CommandLine.Command;

/// `orion fence NODE`: has the power of a host cut by its fencing devices, so that what it held may start elsewhere.
@Command(name = "fence", description = "Cut the power of a node's host by its fencing devices.")
final class FenceCommand extends HostOrder {
    FenceCommand() {
        super("fence", "nothing was fenced");
    }

    @Override
    String consequence(String name) {
        return "The power of " + name + " is cut without warning, and what it holds starts elsewhere";
    }
}
